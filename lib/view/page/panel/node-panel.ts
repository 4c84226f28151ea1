import type { RouteHop, Trace } from '../../../routing';
import { routeName } from '../../../routing/words/describe-parts';
import { groupedKind } from '../../map/grouped-ref';
import type { MapNode, MapPlace } from '../../map/map-types';
import { nameText } from '../../map/node-ids';
import { markElement } from '../cards/card-element';
import { marksOf } from '../cards/marks';
import { button, type Child, el } from '../dom/elements';
import { icon } from '../dom/icons';
import { findingsList } from '../findings/findings-list';
import type { LoadedMesh } from '../loaded-mesh';
import { excerptElement, excerptOf } from './excerpt';
import { nodeList } from './node-list';
import { laterSection, type PanelContent, section } from './panel';
import { editButton, type PanelEvents, requestButton } from './panel-events';
import { type RequestsFor, requestsFor } from './requests-for';

/** What a node is, which requests come to it, what stands before it, and what is wrong with it. */
export function nodePanel(mesh: LoadedMesh, node: MapNode, events: PanelEvents): PanelContent {
  const marks = marksOf(node).filter(({ count }) => count === undefined);
  const findings = node.findings.flatMap((place) => mesh.findings[place] ?? []);
  const where = node.namespace === '' ? node.kind : `${node.kind} in ${node.namespace}`;
  return {
    kind: where,
    title: node.label,
    body: [
      node.details.length > 0 &&
        el('ul', { class: 'facts' }, ...node.details.map((line) => el('li', {}, line))),
      marks.length > 0 &&
        el(
          'ul',
          { class: 'mark-words' },
          ...marks.map((mark) => el('li', { class: mark.tone }, markElement(mark), mark.words)),
        ),
      findings.length > 0 &&
        section(
          'What check says',
          findingsList(findings, {
            shortPaths: mesh.shortPaths,
            leadTo:
              ({ object }) =>
              () =>
                events.onObject(object),
          }),
        ),
      requestsPart(mesh, node, events),
      neighboursPart(mesh, node, events),
      ...node.objects.map((place, at) => objectPart(mesh, place, at === 0, events)),
    ],
  };
}

function requestsPart(mesh: LoadedMesh, node: MapNode, events: PanelEvents): HTMLElement {
  return laterSection('Which requests come here?', 'Looking for a request that comes here…', () =>
    requestWords(requestsFor(mesh.model, mesh.map, node), node, events),
  );
}

function requestWords(
  { taken, denied, isCutShort }: RequestsFor,
  node: MapNode,
  events: PanelEvents,
): Child[] {
  if (!taken && !denied) {
    const why = node.marks.broken ?? node.marks.unmodelled;
    const none = isCutShort
      ? 'No request was found within the time limit. Ask about one above.'
      : `No request was found that comes here${why === undefined ? '.' : `: ${why}.`}`;
    return [el('p', { class: 'quiet' }, none)];
  }
  return [
    taken && requestButton(taken, 'This one does:', events),
    denied && requestButton(denied, 'This one is denied:', events),
    taken && beforePart(taken.way, node),
  ];
}

/** What a request must not be for, as something before this node would take it. */
function beforePart(way: Trace, node: MapNode): Child {
  const hop = node.column === 'route' ? routeHop(way) : undefined;
  if (!hop || hop.passedOver.length === 0) {
    return undefined;
  }
  return el(
    'div',
    { class: 'before' },
    el('p', {}, 'These routes stand before it, and take what meets their conditions:'),
    el(
      'ul',
      { class: 'reasons' },
      ...hop.passedOver.map(({ route, because }) =>
        el('li', {}, el('b', {}, routeName(route)), `: ${because}`),
      ),
    ),
  );
}

function routeHop({ hops }: Trace): RouteHop | undefined {
  return hops.find((hop): hop is RouteHop => hop.hop === 'route');
}

function neighboursPart({ map }: LoadedMesh, node: MapNode, events: PanelEvents): HTMLElement {
  const byId = new Map(map.nodes.map((one) => [one.id, one]));
  const list = (ids: readonly string[]) =>
    nodeList(
      [...new Set(ids)].flatMap((id) => byId.get(id) ?? []),
      events,
    );
  const before = map.edges.filter(({ to }) => to === node.id).map(({ from }) => from);
  const after = map.edges.filter(({ from }) => from === node.id).map(({ to }) => to);
  return section(
    'On the map',
    before.length > 0 && el('div', {}, el('p', { class: 'side' }, 'comes from'), list(before)),
    after.length > 0 && el('div', {}, el('p', { class: 'side' }, 'leads to'), list(after)),
    before.length + after.length === 0 &&
      el('p', { class: 'quiet' }, 'Nothing leads here, and it leads nowhere.'),
  );
}

function objectPart(mesh: LoadedMesh, place: MapPlace, isOpen: boolean, events: PanelEvents): Child {
  const { field } = place;
  const title = `${groupedKind(place)} ${nameText(place)}`;
  const manifest = mesh.manifest(place);
  const file = manifest && mesh.fileOf(manifest);
  if (!manifest || !file) {
    const why = manifest
      ? 'Its file is not shown.'
      : 'It is not among the manifests: Istio’s profile has it.';
    return isOpen && section(title, el('p', { class: 'quiet' }, why));
  }
  const lines = excerptOf(file.text, manifest, field, mesh.levelsIn(manifest));
  const where = mesh.placeOf(manifest, field);
  const summary = el(
    'summary',
    {},
    el('span', { class: 'object-name' }, title),
    mesh.isEdited(place) && el('span', { class: 'edited-word' }, 'edited'),
    el('span', { class: 'place', title: where }, mesh.shortPaths(where)),
  );
  const all = button({ class: 'small' }, () => events.onObject(place), icon('object'), 'All about it');
  return el(
    'details',
    { class: 'part object', open: isOpen },
    summary,
    el('div', { class: 'actions' }, editButton(manifest, events), all),
    excerptElement(lines),
  );
}
