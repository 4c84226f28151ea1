import type { Manifest } from '../../../manifests/manifest';
import { type ObjectRef, refTo } from '../../../manifests/object-ref';
import { type GroupedRef, groupedKind, keyOf } from '../../map/grouped-ref';
import type { MapNode } from '../../map/map-types';
import { type Child, counted, el } from '../dom/elements';
import { findingsList } from '../findings/findings-list';
import type { LoadedMesh } from '../loaded-mesh';
import { excerptElement, excerptOf } from '../panel/excerpt';
import { nodeList } from '../panel/node-list';
import { laterSection, type PanelContent, section } from '../panel/panel';
import { editButton, type PanelEvents, requestButton } from '../panel/panel-events';
import { type DecidedRequests, decidedRequests } from './decided-requests';
import type { HeldWorkload } from './held-workloads';
import { isPolicy } from './mesh-objects';
import { objectFacts, policyWords } from './policy-words';

/** What an object is, what it does, and what is wrong with it. */
export interface ObjectView {
  readonly content: PanelContent;
  /** What it is about on the map. */
  readonly nodes: readonly MapNode[];
}

export function objectView(mesh: LoadedMesh, manifest: Manifest, events: PanelEvents): ObjectView {
  const held = mesh.held().get(keyOf(manifest)) ?? [];
  const guarded = held.flatMap(({ nodes }) => nodes);
  const others = nodesOf(mesh, manifest).filter((node) => !guarded.includes(node));
  const findings = mesh.findings.filter(({ object }) => keyOf(object) === keyOf(manifest));
  const { namespace, name } = manifest;
  const kind = groupedKind(manifest);
  const ignored = mesh.map.ignored.find(({ object }) => keyOf(object) === keyOf(manifest));
  return {
    nodes: isPolicy(manifest) ? guarded : others,
    content: {
      kind: `${namespace === '' ? kind : `${kind} in ${namespace}`}${mesh.isEdited(manifest) ? ', edited' : ''}`,
      title: name,
      body: [
        factList(objectFacts(manifest)),
        ignored && el('p', { class: 'near' }, `It has no effect: ${ignored.because}.`),
        doesPart(manifest),
        findings.length > 0 &&
          section(
            'What check says',
            findingsList(findings, { shortPaths: mesh.shortPaths, leadTo: () => undefined }),
          ),
        isPolicy(manifest) && heldPart(held, events),
        guarded.length > 0 && requestsPart(mesh, manifest, guarded, events),
        !isPolicy(manifest) && others.length > 0 && section('On the map', nodeList(others, events)),
        yamlPart(mesh, manifest, events),
      ],
    },
  };
}

/** The nodes that an object decides about. */
function nodesOf({ map }: LoadedMesh, object: GroupedRef): MapNode[] {
  return map.nodes.filter(({ objects }) => objects.some((one) => keyOf(one) === keyOf(object)));
}

function factList(facts: readonly string[]): Child {
  return facts.length > 0 && el('ul', { class: 'facts' }, ...facts.map((fact) => el('li', {}, fact)));
}

function doesPart(manifest: Manifest): Child {
  const words = policyWords(manifest);
  return (
    words &&
    section(
      'What it does',
      ...words.does.map((line) => el('p', {}, line)),
      words.rules.length > 0 &&
        el(
          'ol',
          { class: 'policy-rules' },
          ...words.rules.map((rule) =>
            el('li', {}, el('code', { class: 'rule-path' }, pathName(rule.path)), el('span', {}, rule.words)),
          ),
        ),
    )
  );
}

/** A path below the spec. */
function pathName(path: string): string {
  return path.replace(/^spec\.?/, '');
}

function heldPart(held: readonly HeldWorkload[], events: PanelEvents): HTMLElement {
  const heading = 'Applies to';
  if (held.length === 0) {
    return section(heading, el('p', { class: 'quiet' }, 'No workload of these manifests enforces it.'));
  }
  const nodes = held.flatMap(({ nodes: [first] }) => first ?? []);
  const unseen = held.length - nodes.length;
  return section(
    heading,
    nodeList(nodes, events),
    unseen > 0 &&
      el(
        'p',
        { class: 'quiet' },
        `and ${counted(unseen, 'workload')} that ${unseen === 1 ? 'is' : 'are'} not on the map`,
      ),
  );
}

function requestsPart(
  mesh: LoadedMesh,
  policy: ObjectRef,
  nodes: readonly MapNode[],
  events: PanelEvents,
): HTMLElement {
  return laterSection('Which requests does it decide?', 'Looking for requests…', () =>
    requestWords(decidedRequests(mesh.model, mesh.map, refTo(policy), nodes), events),
  );
}

function requestWords({ found, isCutShort }: DecidedRequests, events: PanelEvents): Child[] {
  if (found.length === 0) {
    const none = isCutShort
      ? 'No request was found within the time limit.'
      : 'It does not decide any request.';
    return [el('p', { class: 'quiet' }, none)];
  }
  return found.map(({ path, isRefused, ...request }) => {
    const rule = pathName(path);
    const words = isRefused ? 'is refused' : 'is let in';
    const what =
      rule === '' ? `This one meets none of its rules, and ${words}:` : `This one ${words} by ${rule}:`;
    return requestButton(request, what, events);
  });
}

function yamlPart(mesh: LoadedMesh, manifest: Manifest, events: PanelEvents): Child {
  const file = mesh.fileOf(manifest);
  if (!file) {
    return section('Manifest', el('p', { class: 'quiet' }, 'Its file is not shown.'));
  }
  const place = mesh.placeOf(manifest, undefined);
  return section(
    'Manifest',
    el('p', { class: 'place', title: place }, mesh.shortPaths(place)),
    el('div', { class: 'actions' }, editButton(manifest, events)),
    excerptElement(excerptOf(file.text, manifest, undefined, mesh.levelsIn(manifest))),
  );
}
