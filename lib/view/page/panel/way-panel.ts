import { describeHop, type Hop, type Outcome, type Trace, type TraceRequest } from '../../../routing';
import { destinationName, nameOf, percent, treatments } from '../../../routing/words/describe-parts';
import { describeRequest } from '../../../routing/words/describe-request';
import type { HopPlaces } from '../../map/places-of-trace';
import { asCommand, asTest } from '../ask/copies';
import { button, type Child, counted, el } from '../dom/elements';
import type { PageData } from '../page-data';
import { comparedOutcomes, outcomeList } from './outcomes';
import { copyButton, type PanelContent, section } from './panel';

/** A request with its answer. */
export interface Answer {
  readonly request: TraceRequest;
  readonly way: Trace;
  readonly places: readonly HopPlaces[];
  /** What the mesh was read from. */
  readonly data: PageData;
  /** What its client got before something was edited, if it was: why it cannot be said, in words. */
  readonly before: readonly Outcome[] | string | undefined;
}

const WITHOUT_EDITS =
  'You changed manifests here. The link and the command are about the manifests without your changes, and the test expects the answer with them.';

export interface WayEvents {
  /** The pointer or the focus is on words about these nodes. */
  onPoint(nodes: readonly string[]): void;
  onGo(node: string): void;
}

/** The way of a request in words: what its client gets, and each hop with its reasons. */
export function wayPanel(answer: Answer, events: WayEvents): PanelContent {
  const { request, way, data, before } = answer;
  const test = asTest(request, way);
  const { nearMisses = [] } = way;
  return {
    kind: 'The way of a request',
    title: describeRequest(request),
    body: [
      ...(before !== undefined ? comparedOutcomes(before, way.outcomes) : [outcomeList(way.outcomes)]),
      el(
        'div',
        { class: 'actions' },
        copyButton('Copy link', () => location.href),
        copyButton('Copy as command', () => asCommand(request, data)),
        test !== undefined && copyButton('Copy as test', () => test),
      ),
      before !== undefined && el('p', { class: 'quiet' }, WITHOUT_EDITS),
      nearMisses.length > 0 &&
        section(
          'Almost',
          el(
            'ul',
            { class: 'reasons near' },
            ...nearMisses.map(({ object, because }) =>
              el('li', {}, el('b', {}, nameOf(object)), ` ${because}`),
            ),
          ),
        ),
      section('Hop by hop', hopList(way.hops, '', { ...events, places: placesByHop(answer.places) })),
    ],
  };
}

interface Scene extends WayEvents {
  readonly places: ReadonlyMap<string, HopPlaces>;
}

function placesByHop(places: readonly HopPlaces[]): Map<string, HopPlaces> {
  return new Map(places.map((place) => [place.hop, place]));
}

function hopList(hops: readonly Hop[], path: string, scene: Scene): HTMLElement {
  const items = hops.flatMap((hop, at) => hopItems(hop, `${path}${at}`, scene));
  return el('ol', { class: 'hops' }, ...items);
}

function hopItems(hop: Hop, path: string, scene: Scene): HTMLElement[] {
  if (hop.hop === 'destinations') {
    return hop.branches.map(({ destination, share, hops }, i) => {
      const shown = share === 1 ? '' : percent(share * 100);
      const own = `${path}/${i}`;
      return el(
        'li',
        { class: 'hop branch' },
        hopHead('destination', destinationName(destination), { path: own, scene, share: shown }),
        hopList(hops, `${own}/`, scene),
      );
    });
  }
  return stepsOf(hop).map(({ line, reasons }) => {
    const { kind, words } = split(line);
    const head = hopHead(kind, words, { path, scene, share: '' });
    return el('li', { class: `hop ${toneOf(hop)}` }, head, reasonList(reasons));
  });
}

/** The lines of a hop, each with the lines that are indented below it. */
function stepsOf(hop: Hop): { readonly line: string; readonly reasons: string[] }[] {
  const steps: { readonly line: string; readonly reasons: string[] }[] = [];
  for (const line of hop.hop === 'treatment' ? treatments(hop) : describeHop(hop)) {
    const last = steps.at(-1);
    if (last && line.startsWith(' ')) {
      last.reasons.push(line.trim());
    } else {
      steps.push({ line, reasons: [] });
    }
  }
  return steps;
}

/** "route: VirtualService …" as its kind and the rest. A line without a kind stands for an arrival. */
function split(line: string): { readonly kind: string; readonly words: string } {
  const [, kind = 'connection', words = line] = /^(policies(?= )|[a-z ]+(?=: )):? (.*)$/s.exec(line) ?? [];
  return { kind, words };
}

function toneOf(hop: Hop): string {
  switch (hop.hop) {
    case 'policies':
      return { allowed: 'good', denied: 'bad', unmodelled: 'unsure' }[hop.is];
    case 'arrival':
      return hop.isAccepted ? (hop.transport === 'plaintext' ? 'care' : 'good') : 'bad';
    case 'stop':
      return 'bad';
    default:
      return '';
  }
}

function hopHead(
  kind: string,
  words: string,
  { path, scene, share }: { readonly path: string; readonly scene: Scene; readonly share: string },
): HTMLElement {
  const nodes = scene.places.get(path)?.nodes ?? [];
  const [target] = nodes;
  const parts: Child[] = [
    el('span', { class: 'hop-kind' }, kind, share !== '' && el('span', { class: 'share' }, share)),
    el('span', { class: 'hop-words' }, words),
  ];
  if (target === undefined) {
    return el('p', { class: 'hop-head' }, ...parts);
  }
  const head = button({ class: 'hop-head', title: 'Show it on the map' }, () => scene.onGo(target), ...parts);
  for (const [type, shown] of [
    ['pointerenter', nodes],
    ['focus', nodes],
    ['pointerleave', []],
    ['blur', []],
  ] as const) {
    head.addEventListener(type, () => scene.onPoint(shown));
  }
  return head;
}

/** Longer lists of what was passed over are folded. */
const MOST_OPEN = 3;

function reasonList(reasons: readonly string[]): Child {
  const over = reasons.filter((line) => line.startsWith('not '));
  const said = reasons.filter((line) => !line.startsWith('not '));
  const list = (lines: readonly string[]) =>
    el('ul', { class: 'reasons' }, ...lines.map((line) => el('li', {}, line)));
  if (over.length <= MOST_OPEN) {
    return reasons.length > 0 && list(reasons);
  }
  const folded = el(
    'details',
    {},
    el('summary', {}, `${counted(over.length, 'other')} passed over`),
    list(over),
  );
  return el('div', {}, said.length > 0 && list(said), folded);
}
