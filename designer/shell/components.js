// Large workflows open fast: each activity on the canvas is a component of Studio's own, which takes some ten milliseconds, and Studio makes a
// second one only to measure the first. Here they are made when they come into sight, and the measure is taken of a copy.
const TAG = "elsa-activity-wrapper";
const waiting = new WeakMap(); // element → what draws it
const sight = new IntersectionObserver(
  entries => entries.filter(entry => entry.isIntersecting).forEach(entry => waiting.get(entry.target)?.()));

const views = new WeakMap(); // Studio's large elements → their components

/** To be called once Blazor's script is there, before it makes components. */
export function install() {
  const add = Blazor.rootComponents.add.bind(Blazor.rootComponents);
  Blazor.rootComponents.add = (element, name, parameters) => {
    const draw = () => add(element, name, parameters);
    if (name === TAG) {
      return element.hasAttribute("element-id") ? inSight(element, draw) : measured(element, draw);
    }
    const component = draw().then(endingOnce);
    views.set(element, component);
    return component;
  };
}

/** Ends what an element shows. Left alone, it ends itself a second after it is taken from the page, and the next one would have to wait for that. */
export async function end(element) {
  const component = await views.get(element)?.catch(() => null); // what never came needs no end
  await component?.dispose();
}

function endingOnce(component) {
  let ended = null;
  return { setParameters: values => component.setParameters(values), dispose: () => ended ??= component.dispose() };
}

function inSight(element, draw) {
  return new Promise((resolve, reject) => {
    element.style.cssText = "display: block; height: 100%"; // empty, it would have no extent and never be seen
    waiting.set(element, () => {
      waiting.delete(element);
      sight.unobserve(element);
      element.removeAttribute("style");
      draw().then(resolve, reject);
    });
    sight.observe(element);
  });
}

/** Studio measures what stands on the canvas already, after it was drawn. */
async function measured(element, draw) {
  await new Promise(requestAnimationFrame);
  const shown = document.getElementById(`activity-${element.getAttribute("activity-id")}`);
  if (!shown?.querySelector(".elsa-activity") || look(shown) !== look(element)) {
    return draw();
  }
  element.replaceChildren(...shown.cloneNode(true).childNodes);
  return nothing;
}

/** What an activity's size depends on. */
function look(element) {
  const { type, name, metadata } = JSON.parse(element.getAttribute("activity-json"));
  return JSON.stringify([type, name, metadata?.displayText, metadata?.description, metadata?.showDescription]);
}

const nothing = { setParameters: async () => {}, dispose: async () => {} };
