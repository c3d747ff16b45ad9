// Small JPEG copies of pictures, made beside the page so that neither waits for the other.
// In: {number, picture: an ImageBitmap or a VideoFrame}. Out: {number, jpeg}; jpeg is null where it could not be copied.
const LONGER_SIDE_PX = 640;
const QUALITY = 0.7;
let canvas = null;

self.onmessage = async ({ data: { number, picture } }) => {
  let jpeg = null;
  try {
    jpeg = await copied(picture);
  } catch {
    // the page is told by the null
  }
  picture.close();
  self.postMessage({ number, jpeg }, jpeg ? [jpeg] : []);
};

async function copied(picture) {
  const sides = [picture.displayWidth ?? picture.width, picture.displayHeight ?? picture.height];
  const scale = Math.min(1, LONGER_SIDE_PX / Math.max(...sides));
  const [width, height] = sides.map((side) => Math.round(side * scale));
  if (canvas?.width !== width || canvas?.height !== height) canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  pen.imageSmoothingQuality = "medium";
  pen.drawImage(picture, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return blob.arrayBuffer();
}
