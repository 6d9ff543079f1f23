// What runs inside the page while it is measured. Each function is sent to the page as its text, so it uses nothing from outside.

/** Notes for every number of tools that the row of a server shows when the frame with it was painted. */
export function installPaintProbe(server) {
  const seen = {};
  const current = () => {
    const row = document.querySelector(`[aria-label="Resync ${server}"]`)?.closest('tr, [role="row"]');
    return Number(/(\d[\d,]*) tools/.exec(row?.textContent ?? '')?.[1]?.replaceAll(',', '') ?? 0);
  };
  new MutationObserver(() => {
    const tools = current();
    if (tools === 0 || tools in seen) return;
    seen[tools] = 0;
    // A message that is sent in a frame's callback arrives after that frame was painted.
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        seen[tools] = Date.now();
      };
      channel.port2.postMessage(0);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  globalThis.bench = { seen, current };
}

/** Times a key from its event to the last frame that it changed; beside it an empty input that does the least. */
export function installSearchProbe() {
  const stillMs = 150;
  const lookMs = 10;
  const floor = document.createElement('input');
  const echo = document.createElement('output');
  floor.addEventListener('input', () => {
    echo.textContent = floor.value;
  });
  // Inside the page's own frame it would move things about.
  const place = document.createElement('div');
  place.append(floor, echo);
  Object.assign(place.style, { position: 'fixed', right: '0', bottom: '0', zIndex: '9' });
  document.body.append(place);
  let armed = null;
  let pressedAt = null;
  let paintedAt = null;
  let changedAt = null;
  const spoken = '[aria-live], [role="status"], time';
  const within = (node, selector) => (node instanceof Element ? node : node.parentElement)?.closest(selector) !== null;
  const afterPaint = (then) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = then;
      channel.port2.postMessage(0);
    });
  new MutationObserver((records) => {
    const wanted = records.filter(({ target }) => place.contains(target) === (armed === 'floor') && !within(target, spoken));
    if (armed === null || pressedAt === null || wanted.length === 0) return;
    changedAt = performance.now();
    afterPaint(() => {
      paintedAt = performance.now();
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  addEventListener(
    'keydown',
    (event) => {
      pressedAt = event.timeStamp;
      changedAt = performance.now();
    },
    { capture: true },
  );
  globalThis.bench = {
    arm(kind) {
      [armed, pressedAt, paintedAt, changedAt] = [kind, null, null, null];
    },
    focusFloor() {
      floor.value = '';
      floor.focus();
    },
    /** Milliseconds of the last key; null when it changed nothing. */
    settled: () =>
      new Promise((resolve) => {
        const look = () => {
          const still = changedAt === null || performance.now() - changedAt > stillMs;
          if (still) resolve(paintedAt === null || pressedAt === null ? null : paintedAt - pressedAt);
          else setTimeout(look, lookMs);
        };
        look();
      }),
  };
}
