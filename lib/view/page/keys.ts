/** What keys do, apart from fields that are typed into. */
export interface KeyActions {
  readonly ask: () => void;
  readonly search: () => void;
  readonly help: () => void;
  readonly overview: () => void;
  readonly map: () => void;
  readonly escape: () => void;
  readonly collapse: () => void;
  readonly collapseAll: () => void;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly fitAll: () => void;
  readonly edit: () => void;
  readonly add: () => void;
  readonly undo: () => void;
}

const ZOOM = 1.25;

/** Listens to the keys of the whole page. Keys with Ctrl, Alt or Meta are the browser's. */
export function listenToKeys(actions: KeyActions): void {
  const byKey: Readonly<Record<string, () => void>> = {
    a: actions.ask,
    '/': actions.search,
    '?': actions.help,
    o: actions.overview,
    m: actions.map,
    c: actions.collapse,
    C: actions.collapseAll,
    '+': () => actions.zoom(ZOOM),
    '=': () => actions.zoom(ZOOM),
    '-': () => actions.zoom(1 / ZOOM),
    f: actions.fit,
    '0': actions.fitAll,
    e: actions.edit,
    n: actions.add,
    u: actions.undo,
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) {
      return;
    }
    if (event.key === 'Escape') {
      actions.escape();
      return;
    }
    const key = event.shiftKey && event.key === 'c' ? 'C' : event.key;
    const action = isTyping(event.target) ? undefined : byKey[key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
}

/** Whether keys are letters of a text, or those of a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof Element && target.closest('dialog') !== null)
  );
}
