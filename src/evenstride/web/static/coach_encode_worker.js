// Small JPEG copies of pictures, made beside the page so that neither waits for the other.
// In: {number, picture}. Out: {number, jpeg}; jpeg is null where the picture could not be copied.
const QUALITY = 0.7;
let canvas = null;

self.onmessage = async ({ data: { number, picture } }) => {
  const { width, height } = picture;
  if (canvas?.width !== width || canvas?.height !== height) canvas = new OffscreenCanvas(width, height);
  let jpeg = null;
  try {
    canvas.getContext("2d", { alpha: false, willReadFrequently: true }).drawImage(picture, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    jpeg = await blob.arrayBuffer();
  } catch {
    // the page is told by the null
  }
  picture.close();
  self.postMessage({ number, jpeg }, jpeg ? [jpeg] : []);
};
