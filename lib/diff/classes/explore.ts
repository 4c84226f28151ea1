import { distinctAtoms } from '../../algebra/atom';
import { ISSUER } from '../../algebra/claims';
import { partOf, type Requirement } from '../../algebra/requirement';
import { Undecidable } from '../../algebra/undecidable';
import { groupedBy } from '../../manifests/collections';
import {
  describeOutcome,
  type Hop,
  type MeshModel,
  type ObjectRef,
  type Trace,
  type TraceRequest,
} from '../../routing';
import { changedFate } from '../fates/change';
import { oldPolicyNames } from '../fates/renamed-policies';
import { type Readings, readingsOf } from '../requests/clauses';
import { type Dimension, dimensionOf } from '../requests/dimension';
import { wayOf } from '../requests/gateway-questions';
import type { Question } from '../requests/question';
import { keyOfReader, type Reader, readersOfHost, readersOn } from '../requests/readers';
import { causesOf } from './causes';
import type { ChangedRequest } from './changed-request';
import { type ChosenValues, OpenClauses } from './open-clauses';
import { subsetWords } from './subset-words';

/** Requests that change in one way, or that cannot be compared for one reason. */
export interface Region {
  readonly finding: ChangedRequest | Undecidable;
  /** What the requests have in common. */
  readonly conditions: readonly string[];
  includes(request: TraceRequest): boolean;
}

/** What becomes of the requests of a question. */
export interface Exploration {
  readonly regions: readonly Region[];
  /** What has a say in the requests and is not modelled, in words. */
  readonly notModelled: ReadonlySet<string>;
  /** How many requests were traced through both meshes. */
  readonly asked: number;
}

/** More classes than these come only from policies and routes that ask for a dozen headers each. */
const MOST_CLASSES = 20_000;

/**
 * The requests of a question whose fate changes, and those of which that is not known. What the routes and the policies on the
 * way read cuts the requests into classes, and one request of each class is traced through both meshes. If these meet further
 * objects, all is cut again.
 */
export function explore(old: MeshModel, next: MeshModel, question: Question): Exploration {
  try {
    return explored(old, next, question);
  } catch (error) {
    if (error instanceof Undecidable) {
      return undecidedExploration(error);
    }
    throw error;
  }
}

/** What is known of requests that cannot be compared. */
export function undecidedExploration(reason: Undecidable): Exploration {
  return {
    regions: [{ finding: reason, conditions: [], includes: () => true }],
    notModelled: new Set(),
    asked: 0,
  };
}

/**
 * Traces one request of each class that a mesh tells apart. Of the requests that cannot be compared with others, only some
 * are traced.
 */
export function traceClasses(
  model: MeshModel,
  question: Question,
  onTrace: (request: TraceRequest, way: Trace) => void,
): void {
  try {
    explored(model, model, question, onTrace);
  } catch (error) {
    if (!(error instanceof Undecidable)) {
      throw error;
    }
  }
}

/** @throws Undecidable if there are too many classes, or if some condition cannot be compared with others */
function explored(
  old: MeshModel,
  next: MeshModel,
  question: Question,
  onTrace?: (request: TraceRequest, way: Trace) => void,
): Exploration {
  const readers = new Map<unknown, Reader>();
  let isChained = false;
  const add = (found: readonly Reader[]) => {
    for (const reader of found) {
      readers.set(keyOfReader(reader), reader);
    }
  };
  add([old, next].flatMap(({ index }) => readersOfHost(index, question)));
  for (;;) {
    const known: { readonly size: number; readonly isChained: boolean } = { size: readers.size, isChained };
    const readings = readingsOf([...readers.values()], isChained);
    const explorer = new Explorer({ old, next, question, readings }, (request, traces) => {
      onTrace?.(request, traces.new);
      add([...readersOn(old.index, traces.old), ...readersOn(next.index, traces.new)]);
      isChained ||= routesOn(traces.old.hops) > 1 || routesOn(traces.new.hops) > 1;
    });
    const regions = explorer.explore();
    if (readers.size === known.size && isChained === known.isChained) {
      return { regions, notModelled: explorer.notModelled, asked: explorer.asked };
    }
  }
}

/** How many proxies route the requests that take these hops. */
function routesOn(hops: readonly Hop[]): number {
  const own = hops.some(({ hop }) => hop === 'route') ? 1 : 0;
  const branches = hops.flatMap((hop) => (hop.hop === 'destinations' ? hop.branches : []));
  return own + Math.max(0, ...branches.map((branch) => routesOn(branch.hops)));
}

interface Traces {
  readonly old: Trace;
  readonly new: Trace;
}

interface Scene {
  readonly old: MeshModel;
  readonly next: MeshModel;
  readonly question: Question;
  readonly readings: Readings;
}

/** Requests of which some parts have been chosen. */
interface Chosen {
  /** With a sample of each part that has been chosen, apart from the path. */
  readonly request: TraceRequest;
  /** Samples of the path, all of which are in one class. */
  readonly paths: readonly string[];
  readonly values: ChosenValues;
  /** What the choices leave to be read. */
  readonly open: OpenClauses;
  /** Whether the requests carry a token. */
  readonly hasToken: boolean;
}

class Explorer {
  asked = 0;
  readonly notModelled = new Set<string>();

  private readonly oldNameOf: (policy: ObjectRef) => string;

  constructor(
    private readonly scene: Scene,
    private readonly onTraces: (request: TraceRequest, traces: Traces) => void,
  ) {
    this.oldNameOf = oldPolicyNames(scene.old.index, scene.next.index);
  }

  explore(): Region[] {
    const { question, readings } = this.scene;
    const values: ChosenValues = new Map();
    return this.regionsOf({
      request: requestOf(question),
      paths: ['/'],
      values,
      open: OpenClauses.all(question.scheme === 'tcp' ? { ...readings, clauses: [] } : readings),
      hasToken: false,
    });
  }

  private regionsOf(chosen: Chosen): Region[] {
    const part = nextPart(chosen);
    if (!part) {
      const finding = chosen.open.undecidable() ?? this.changed(chosen);
      return finding ? [{ finding, conditions: [], includes: () => true }] : [];
    }
    const atoms = distinctAtoms(requirementsOn(part, chosen).flatMap((one) => one.atoms));
    const dimension = dimensionOf(part, atoms, this.scene.question);
    const choices = dimension.choices.map((choice, place) => ({
      place,
      truths: `${choice.samples[0] !== undefined} ${choice.truths}`,
      chosen: this.choose(chosen, part, dimension, place),
    }));
    const alike = groupedBy(choices, (choice) => choice.chosen.open.keyOf(part, choice.truths));
    const found = [...alike.values()].flatMap((group) =>
      this.regionsOf(group[0].chosen).map((region) => ({ places: group.map(({ place }) => place), region })),
    );
    return joined(dimension, found);
  }

  private choose(chosen: Chosen, part: Requirement, dimension: Dimension, place: number): Chosen {
    const { samples, truths } = dimension.choices[place] ?? { samples: [], truths: [] };
    const [sample] = samples;
    const keys = new Set(dimension.atoms.filter((_, i) => truths[i]).map(({ key }) => key));
    const values = new Map([...chosen.values, [partOf(part), sample === undefined ? undefined : keys]]);
    return {
      request: part.field === 'path' ? chosen.request : dimension.with(chosen.request, sample),
      paths: part.field === 'path' ? samples.flatMap((path) => path ?? []) : chosen.paths,
      values,
      open: chosen.open.with(values),
      hasToken: chosen.hasToken || (isIssuer(part) && sample !== undefined),
    };
  }

  private changed({ request, paths }: Chosen): ChangedRequest | undefined {
    for (const path of paths) {
      const sent = { ...request, url: withPath(request.url, path) };
      const traces = this.traced(sent);
      const fate = changedFate(traces.old, traces.new, this.oldNameOf);
      if (fate) {
        return { request: sent, ...traces, fate };
      }
      if (!mayDependOnPath(traces)) {
        return undefined;
      }
    }
    return undefined;
  }

  private traced(request: TraceRequest): Traces {
    this.asked += 1;
    if (this.asked > MOST_CLASSES) {
      throw new Undecidable(
        `its routes and policies tell more than ${MOST_CLASSES} classes of requests apart`,
      );
    }
    const { old, next } = this.scene;
    const way = wayOf(next, request);
    const traces = { old: old === next ? way : wayOf(old, request), new: way };
    this.onTraces(request, traces);
    for (const outcome of [...traces.old.outcomes, ...traces.new.outcomes]) {
      if (outcome.is === 'unmodelled') {
        this.notModelled.add(describeOutcome({ ...outcome, probability: 1 }));
      }
    }
    return traces;
  }
}

function requestOf({ from, scheme, host, port, sni }: Question): TraceRequest {
  const isDefault = scheme !== 'tcp' && port === (scheme === 'https' ? 443 : 80);
  return {
    url: `${scheme}://${host}${isDefault ? '' : `:${port}`}${scheme === 'tcp' ? '' : '/'}`,
    ...(from === 'gateway' ? {} : { from }),
    ...(sni === undefined ? {} : { sni }),
  };
}

/** The URL of a request that has no path yet. */
function withPath(url: string, path: string): string {
  return url.replace(/^(https?:\/\/[^/]*)\//, (_, start: string) => start + path);
}

/**
 * A part that is still to be read: first the path, then whether there is a token, then what decides in the most clauses. Of
 * a token, only the issuer is read if it may not be there.
 */
function nextPart({ open, values, hasToken }: Chosen): Requirement | undefined {
  const left = open.all
    .flatMap((one) => one.left)
    .filter((one) => !values.has(partOf(one)) && (one.field !== 'claim' || hasToken || isIssuer(one)));
  const deciding = (group: readonly Requirement[]) => group.filter(({ wants }) => wants !== 'any').length;
  const byPart = [...groupedBy(left, partOf).values()].sort((a, b) => deciding(b) - deciding(a));
  return left.find(({ field }) => field === 'path') ?? left.find(isIssuer) ?? byPart[0]?.[0];
}

function isIssuer({ field, name }: Requirement): boolean {
  return field === 'claim' && name === ISSUER;
}

function requirementsOn(part: Requirement, { open }: Chosen): Requirement[] {
  return open.all.flatMap(({ left }) => left.filter((one) => partOf(one) === partOf(part)));
}

/** Different rewrites may do the same to one path, and different things to another one. */
function mayDependOnPath(traces: Traces): boolean {
  return [traces.old, traces.new].some(({ hops }) =>
    hops.some((hop) => hop.hop === 'treatment' && (hop.rewrite !== undefined || hop.redirect !== undefined)),
  );
}

/** Regions of several choices that are alike become one. */
function joined(
  dimension: Dimension,
  found: readonly { readonly places: readonly number[]; readonly region: Region }[],
): Region[] {
  const { name, choices, atoms } = dimension;
  const valued = {
    name,
    truths: choices.map(({ truths }) => truths),
    conditions: atoms.map(({ words }) => words),
    absent: choices.findIndex(({ samples }) => samples[0] === undefined),
  };
  return [...groupedBy(found, ({ region }) => keyOf(region)).values()].map((group): Region => {
    const [{ region }] = group;
    const places = new Set(group.flatMap((one) => one.places));
    const words = subsetWords(valued, places);
    return {
      finding: region.finding,
      conditions: words === undefined ? region.conditions : [words, ...region.conditions],
      includes: (request) => {
        const own = dimension.placeIn(request);
        return group.some(({ places, region: { includes } }) => places.includes(own) && includes(request));
      },
    };
  });
}

/** Requests that change in the same way, for the same reason, whatever their paths are. */
function keyOf({ finding, conditions }: Region): string {
  if (finding instanceof Undecidable) {
    return JSON.stringify([conditions, finding.message]);
  }
  const { fate, request } = finding;
  const path = withoutQuery(request.url);
  const aspects = JSON.stringify(fate.aspects);
  const ofAnyPath = path === '/' ? aspects : aspects.replaceAll(path, '{path}');
  return JSON.stringify([conditions, fate.change, causesOf(finding), ofAnyPath]);
}

function withoutQuery(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/, '').replace(/\?.*$/, '');
}
