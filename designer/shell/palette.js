// Marks our activities in Studio's palette with their type, so that the style sheet can give them their pictures.
const OURS = "CertWorkflows.";
const types = new Map(); // name in the palette → type
let looking = false;

/** What the server offers, as Studio has asked for it. */
export async function learn(response) {
  for (const { displayName, typeName } of (await response.json()).items ?? []) {
    if (typeName.startsWith(OURS)) {
      types.set(displayName, typeName);
    }
  }
}

export function watch() {
  new MutationObserver(() => {
    if (!looking) {
      looking = true;
      requestAnimationFrame(look);
    }
  }).observe(document.getElementById("view"), { childList: true, subtree: true });
}

function look() {
  looking = false;
  for (const item of document.querySelectorAll("[draggable=true]")) {
    const type = types.get(item.textContent.trim());
    if (item.dataset.activityType === type) {
      continue;
    }
    if (type === undefined) {
      delete item.dataset.activityType;
    } else {
      item.dataset.activityType = type;
    }
  }
}
