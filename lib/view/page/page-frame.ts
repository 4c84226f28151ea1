import type { AskBar } from './ask/ask-bar';
import { button, counted, el, fill } from './dom/elements';
import { icon } from './dom/icons';
import type { EditBar } from './edit/edit-bar';
import { lastPart } from './edit/workspace';
import type { LoadedMesh } from './loaded-mesh';
import type { MapView } from './map/map-view';
import type { Panel } from './panel/panel';
import type { FilterChips } from './search/filter-chips';
import type { LegendBar } from './search/legend-bar';
import type { SearchBox } from './search/search-box';

export interface FrameParts {
  readonly ask: AskBar;
  readonly panel: Panel;
  readonly chips: FilterChips;
  readonly legend: LegendBar;
  readonly search: SearchBox;
  readonly view: MapView;
  readonly editBar: EditBar;
}

export interface FrameEvents {
  readonly onOverview: () => void;
  readonly onHelp: () => void;
}

/** Where everything stands on the page. */
export class PageFrame {
  readonly elements: readonly HTMLElement[];
  private readonly title = el('h1', { class: 'title' });
  private readonly summary = el('span', { class: 'summary' });
  private readonly status = el('p', { class: 'spoken', role: 'status' });
  private readonly empty = el('div', { class: 'empty', hidden: true });

  constructor(
    private readonly parts: FrameParts,
    events: FrameEvents,
  ) {
    const { ask, panel, chips, legend, search, view, editBar } = parts;
    const overview = button(
      { class: 'overview', title: 'Overview and findings (o)' },
      events.onOverview,
      el('span', { class: 'spoken' }, 'Overview: '),
      this.summary,
    );
    const help = button(
      { class: 'icon-button', title: 'Keys and marks (?)', 'aria-label': 'Keys and marks' },
      events.onHelp,
      icon('help'),
    );
    const top = el(
      'header',
      { class: 'top' },
      el('div', { class: 'brand' }, icon('route', 'logo'), this.title),
      ask.element,
      el('div', { class: 'tools' }, search.element, overview, help),
    );
    const stage = el('main', { class: 'stage' }, chips.element, view.element, this.empty);
    const body = el('div', { class: 'body' }, stage, panel.element);
    const skip = el('a', { class: 'skip', href: '#map' }, 'Skip to the map');
    skip.addEventListener('click', (event) => {
      event.preventDefault();
      view.enter();
    });
    const bottom = el('footer', { class: 'bottom' }, legend.element, zoomButtons(view));
    this.elements = [skip, top, body, el('div', {}, editBar.element, bottom), this.status];
  }

  /** What depends on the manifests. */
  show(mesh: LoadedMesh): void {
    const { map, findings, data } = mesh;
    const name = data.paths.join(', ');
    this.title.textContent = data.paths.map(lastPart).join(', ');
    this.title.title = name;
    document.title = `${this.title.textContent} – mesh`;
    const count = (level: string) => findings.filter((one) => one.level === level).length;
    const counts = [
      { icon: 'error', tone: 'bad', count: count('Error') + data.problems.length, noun: 'error' },
      { icon: 'warning', tone: 'care', count: count('Warning'), noun: 'warning' },
      { icon: 'note', tone: 'info', count: count('Info'), noun: 'note' },
    ] as const;
    const some = counts.filter((one) => one.count > 0);
    fill(
      this.summary,
      ...(some.length === 0
        ? [el('span', { class: 'mark good' }, icon('check'), el('span', { class: 'words' }, 'no findings'))]
        : some.map((one) =>
            el(
              'span',
              { class: `mark ${one.tone}` },
              icon(one.icon),
              el('span', { 'aria-hidden': 'true' }, String(one.count)),
              el('span', { class: 'spoken' }, counted(one.count, one.noun)),
            ),
          )),
    );
    const isEmpty =
      map.nodes.every(({ column }) => column === 'entrance' || column === 'workload') &&
      mesh.objectCount === 0;
    this.empty.hidden = !isEmpty;
    this.parts.view.element.classList.toggle('is-empty', isEmpty);
    fill(this.empty, ...emptyWords(mesh));
  }

  /** Lets a screen reader say something. */
  announce(words: string): void {
    this.status.textContent = words;
  }
}

function emptyWords({ data, changes }: LoadedMesh): Element[] {
  if (changes.objects.length > 0) {
    return [
      icon('route', 'large'),
      el('h2', {}, 'No objects'),
      el('p', {}, 'You deleted all objects here. “Undo” takes the last edit back.'),
    ];
  }
  const { files, problems, skipped, paths } = data;
  const because =
    files.length === 0
      ? 'There is no YAML or JSON file.'
      : problems.length > 0
        ? 'The files could not be read; the overview says why.'
        : skipped > 0
          ? `It has ${counted(skipped, 'document')}, and none is a Kubernetes object.`
          : 'The files are empty.';
  return [
    icon('route', 'large'),
    el('h2', {}, 'No manifests'),
    el('p', {}, el('code', {}, paths.join(', ')), ` has no Kubernetes objects. ${because}`),
    el('p', { class: 'quiet' }, 'Render Helm charts first, and name the file or the folder with the result:'),
    el('pre', {}, 'helm template … > mesh.yaml\nnpx cdk8s-istio view mesh.yaml'),
  ];
}

function zoomButtons(view: MapView): HTMLElement {
  const tool = (name: Parameters<typeof icon>[0], label: string, act: () => void) =>
    button({ class: 'icon-button', title: label, 'aria-label': label }, act, icon(name));
  return el(
    'div',
    { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
    tool('plus', 'Zoom in (+)', () => view.viewport.zoomBy(1.25)),
    tool('minus', 'Zoom out (−)', () => view.viewport.zoomBy(0.8)),
    tool('fit', 'Show all (0)', () => view.fitAll()),
    tool('collapse', 'Collapse or expand all namespaces (C)', () => view.toggleAll()),
  );
}
