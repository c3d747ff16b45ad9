// Which picture is on the screen. The video clock asks the browser for the time stamp of the presented picture;
// the pose clock runs by itself when there are only points, or when the browser cannot play the clip.

export function nearestFrame(timesS, timeS) {
  let low = 0;
  let high = timesS.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (timesS[middle] <= timeS) low = middle;
    else high = middle;
  }
  return timeS - timesS[low] <= timesS[high] - timeS ? low : high;
}

export function frameShownAt(timesS, timeS) {
  const nearest = nearestFrame(timesS, timeS);
  return timesS[nearest] > timeS + 0.0005 && nearest > 0 ? nearest - 1 : nearest;
}

// The picture's own time stamp in Chromium, give or take its rounding; after a seek Firefox gives the time that was
// sought instead, which `middleOfFrame` puts half way between two pictures.
export function framePresented(timesS, mediaTimeS) {
  const nearest = nearestFrame(timesS, mediaTimeS);
  if (nearest === 0) return 0;
  const aheadS = timesS[nearest] - mediaTimeS;
  return aheadS > (timesS[nearest] - timesS[nearest - 1]) / 4 ? nearest - 1 : nearest;
}

// Half way through the picture's own time on screen, so that rounding cannot land on a neighbour.
export function middleOfFrame(timesS, frame) {
  const last = timesS.length - 1;
  if (last < 1) return 0;
  const next = frame < last ? timesS[frame + 1] : timesS[last] + (timesS[last] - timesS[last - 1]);
  return (timesS[frame] + next) / 2;
}

export function videoClock(video, timesS) {
  const clock = baseClock(timesS.length);
  const hasFrameCallback = "requestVideoFrameCallback" in HTMLVideoElement.prototype;

  function onPresented(_now, picture) {
    clock.report(framePresented(timesS, picture.mediaTime));
    video.requestVideoFrameCallback(onPresented);
  }

  function poll() {
    clock.report(frameShownAt(timesS, video.currentTime));
    if (!video.paused) requestAnimationFrame(poll);
  }

  if (hasFrameCallback) video.requestVideoFrameCallback(onPresented);
  else for (const name of ["play", "timeupdate"]) video.addEventListener(name, poll);
  video.addEventListener("seeked", () => clock.report(frameShownAt(timesS, video.currentTime)));
  for (const name of ["play", "pause", "ended"]) video.addEventListener(name, () => clock.announceState(!video.paused));

  video.addEventListener("error", () => Object.assign(clock, poseDriver(clock, timesS)), { once: true });

  return Object.assign(clock, {
    play: () => {
      if (clock.frame >= timesS.length - 1) clock.show(0);
      return video.play();
    },
    pause: () => video.pause(),
    setRate: (rate) => {
      video.playbackRate = rate;
    },
    moveTo: (frame) => {
      video.currentTime = middleOfFrame(timesS, frame);
    },
  });
}

export function poseClock(timesS) {
  const clock = baseClock(timesS.length);
  return Object.assign(clock, poseDriver(clock, timesS));
}

function poseDriver(clock, timesS) {
  let rate = 1;
  let startedAtMs = 0;
  let startedFromS = 0;

  function tick(nowMs) {
    if (!clock.isPlaying) return;
    const timeS = startedFromS + (rate * (nowMs - startedAtMs)) / 1000;
    if (timeS > timesS[timesS.length - 1]) {
      clock.show(timesS.length - 1);
      clock.announceState(false);
      return;
    }
    const frame = frameShownAt(timesS, timeS);
    if (frame !== clock.frame) clock.report(frame);
    requestAnimationFrame(tick);
  }

  function restart(frame) {
    startedFromS = timesS[frame];
    startedAtMs = performance.now();
  }

  return {
    play: () => {
      if (clock.frame >= timesS.length - 1) clock.show(0);
      restart(clock.frame);
      clock.announceState(true);
      requestAnimationFrame(tick);
    },
    pause: () => clock.announceState(false),
    setRate: (newRate) => {
      rate = newRate;
      restart(clock.frame);
    },
    moveTo: (frame) => {
      restart(frame);
      clock.report(frame);
    },
  };
}

function baseClock(frameCount) {
  const onFrame = [];
  const onState = [];
  const clock = {
    frame: 0,
    wantedFrame: 0,
    isPlaying: false,
    frameCount,
    onFrame: (listener) => onFrame.push(listener),
    onState: (listener) => onState.push(listener),
    report: (frame) => {
      clock.frame = frame;
      if (clock.isPlaying) clock.wantedFrame = frame;
      for (const listener of onFrame) listener(frame);
    },
    announceState: (isPlaying) => {
      clock.isPlaying = isPlaying;
      for (const listener of onState) listener(isPlaying);
    },
    show: (frame) => {
      clock.wantedFrame = Math.min(Math.max(frame, 0), frameCount - 1);
      clock.moveTo(clock.wantedFrame);
    },
    stepBy: (frames) => {
      clock.pause();
      clock.show(clock.wantedFrame + frames);
    },
  };
  return clock;
}
