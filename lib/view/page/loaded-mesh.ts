import { placeText } from '../../checks/check-message';
import { gatewaySources } from '../../diff/requests/gateway-sources';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../istiod/injection/injection';
import { workloadsOf } from '../../istiod/workloads/workloads';
import { lazily } from '../../manifests/collections';
import { isKnownKind } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import {
  InvalidRequest,
  MeshModel,
  type Source,
  type SpokenProtocol,
  type Trace,
  type TraceRequest,
  trace,
} from '../../routing';
import { type GroupedRef, keyOf } from '../map/grouped-ref';
import { type MeshMap, meshMap } from '../map/mesh-map';
import { type HopPlaces, placesOn } from '../map/places-of-trace';
import { type Changes, NO_CHANGES } from './edit/changes';
import { byLevel } from './findings/findings-list';
import { type ShortPaths, shortPathsFor } from './findings/short-paths';
import { type HeldWorkload, heldWorkloads } from './objects/held-workloads';
import { objectsWithSay } from './objects/mesh-objects';
import type { PageData, PageFile, PageFinding } from './page-data';
import { fieldPathOf } from './panel/excerpt';
import { objectsIn } from './read-file';

/** A source of requests, and how it is called. */
export interface NamedSource {
  readonly from: Source;
  readonly name: string;
  /** The namespace; empty for clients outside. */
  readonly group: string;
}

/** A mesh, as the page knows it. */
export class LoadedMesh {
  readonly map: MeshMap;
  readonly findings: readonly PageFinding[];
  readonly model: MeshModel;
  /** Where a way goes on the map. */
  readonly places: (way: Trace) => readonly HopPlaces[];
  /** The objects that exist elsewhere, and those that are looked at. */
  readonly elsewhere: readonly Manifest[];
  readonly own: readonly Manifest[];
  private readonly all: readonly Manifest[];
  private readonly edited: ReadonlySet<string>;
  /** Writes paths of the files without the folder that all of them are in. */
  readonly shortPaths: ShortPaths;

  /** The objects that checks and traces read, one for each name. */
  readonly objects = lazily(() => objectsWithSay(this.all));
  /** The workloads that enforce policies, by the name of the policy. */
  readonly held = lazily(
    (): ReadonlyMap<string, readonly HeldWorkload[]> => heldWorkloads(this.model, this.map),
  );
  readonly sources = lazily(() => sourcesOf(this.model));
  private readonly byName = lazily(() => new Map(this.all.map((manifest) => [keyOf(manifest), manifest])));

  /**
   * @param changes what was edited in the page
   * @param model the model of the same files, if there is one
   */
  constructor(
    readonly data: PageData,
    readonly changes: Changes = NO_CHANGES,
    model?: MeshModel,
  ) {
    this.findings = data.findings;
    this.shortPaths = shortPathsFor([
      ...data.files.filter(({ isContext }) => !isContext).map(({ name }) => name),
      ...data.problems.map(({ file }) => file),
    ]);
    this.edited = new Set(changes.objects.map(({ object }) => keyOf(object)));
    this.elsewhere = data.files.filter(({ isContext }) => isContext).flatMap(objectsIn);
    this.own = data.files.filter(({ isContext }) => !isContext).flatMap(objectsIn);
    this.all = [...this.elsewhere, ...this.own];
    this.model = model ?? modelOf(this.own, this.elsewhere, data.options);
    this.map = withEdits(meshMap(this.model, this.findings), (object) => this.isEdited(object));
    this.places = placesOn(this.map);
  }

  /** The same mesh with other findings. */
  withFindings(findings: readonly PageFinding[]): LoadedMesh {
    return new LoadedMesh({ ...this.data, findings }, this.changes, this.model);
  }

  /** Whether an object was edited in the page. */
  isEdited(object: GroupedRef): boolean {
    return this.edited.has(keyOf(object));
  }

  /** The codes of each finding. */
  get codes(): readonly (readonly string[])[] {
    return this.findings.map(({ codes }) => codes);
  }

  /** Whether there is something that a person should see at once. */
  get isWorrying(): boolean {
    return this.data.problems.length > 0 || this.findings.some(({ level }) => level === 'Error');
  }

  get objectCount(): number {
    return this.all.length;
  }

  /** @throws InvalidRequest if the request is malformed, or its source does not exist */
  trace(request: TraceRequest): Trace {
    return trace(this.model, request);
  }

  /** The manifest of an object, if it is among the files. */
  manifest(object: GroupedRef): Manifest | undefined {
    return this.byName().get(keyOf(object));
  }

  /** The file of a manifest. */
  fileOf({ origin }: Manifest): PageFile | undefined {
    return this.data.files.find(({ name }) => name === origin.file);
  }

  /** `file:line` of a field. */
  placeOf({ origin }: Manifest, field: string | undefined): string {
    return placeText(origin.file, origin.line?.(field === undefined ? [] : fieldPathOf(field))) ?? '';
  }

  /** The levels of the findings about a manifest, by line. */
  levelsIn({ origin }: Manifest): Map<number, string> {
    const own = this.findings.filter(({ file, line }) => file === origin.file && line !== undefined);
    return new Map(
      own
        .sort(byLevel)
        .map(({ line = 0, level }) => [line, level] as const)
        .reverse(),
    );
  }

  /** How many objects there are of each kind that no trace and no check reads. */
  readonly otherKinds = lazily(() => {
    const kinds = new Map<string, number>();
    for (const manifest of this.all.filter((one) => !isKnownKind(one))) {
      kinds.set(manifest.kind, (kinds.get(manifest.kind) ?? 0) + 1);
    }
    return kinds;
  });
}

/** A model of edited manifests may not have all the places any more of which the command was told what they speak. */
function modelOf(
  own: readonly Manifest[],
  elsewhere: readonly Manifest[],
  options: PageData['options'],
): MeshModel {
  const withServers = (servers: PageData['options']['servers'] = {}) =>
    MeshModel.fromManifests(own, { ...options, servers }, elsewhere);
  const isKnown = ([place, protocol]: readonly [string, SpokenProtocol]) => {
    try {
      withServers({ [place]: protocol });
      return true;
    } catch {
      return false;
    }
  };
  try {
    return withServers(options.servers);
  } catch (error) {
    if (!(error instanceof InvalidRequest)) {
      throw error;
    }
    return withServers(Object.fromEntries(Object.entries(options.servers ?? {}).filter(isKnown)));
  }
}

/** Marks the nodes of what was edited. */
function withEdits(map: MeshMap, isEdited: (object: GroupedRef) => boolean): MeshMap {
  const nodes = map.nodes.map((node) =>
    node.objects.some(isEdited) ? { ...node, marks: { ...node.marks, edited: true as const } } : node,
  );
  return { ...map, nodes };
}

function sourcesOf(model: MeshModel): NamedSource[] {
  const { index } = model;
  const outside = [...index.view(gatewaySources).values()].map(({ from, namespace, name }) => ({
    from,
    name: from === 'gateway' ? 'outside' : `outside, through ${namespace}/${name}`,
    group: '',
  }));
  const inside = index
    .view(workloadsOf)
    .all.filter((workload) => !isGateway(workload))
    .map((workload): NamedSource => {
      const { namespace, name } = workload;
      const without = hasSidecar(index, workload) ? '' : ' (no sidecar)';
      return { from: `mesh:${namespace}/${name}`, name: `${namespace}/${name}${without}`, group: namespace };
    });
  const distinct = new Map([...outside, ...inside].map((source) => [source.from, source]));
  return [...distinct.values()].sort(
    (a, b) => a.group.localeCompare(b.group) || Number(b.from === 'gateway') - Number(a.from === 'gateway'),
  );
}
