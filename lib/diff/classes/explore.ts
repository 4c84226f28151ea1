import { groupedBy } from '../../manifests/collections';
import {
  describeOutcome,
  type Hop,
  type MeshModel,
  type Trace,
  type TraceRequest,
  trace,
} from '../../routing';
import { changedFate } from '../fates/change';
import { ISSUER } from '../requests/claims';
import { type Clause, partOf, type Requirement } from '../requests/clause';
import { type Readings, readingsOf } from '../requests/clauses';
import { type Dimension, dimensionOf } from '../requests/dimension';
import type { Question } from '../requests/question';
import { keyOfReader, type Reader, readersOfHost, readersOn } from '../requests/readers';
import { distinctAtoms } from '../texts/atom';
import { Undecidable } from '../texts/undecidable';
import { causesOf } from './causes';
import type { ChangedRequest } from './changed-request';
import { isRefuted } from './refuted';
import { subsetWords } from './subset-words';

/** Requests that change in one way. */
export interface Region {
  readonly example: ChangedRequest;
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
 * The requests of a question whose fate changes. What the routes and the policies on the way read cuts the requests into
 * classes, and one request of each class is traced through both meshes. If these meet further objects, all is cut again.
 *
 * @throws Undecidable if there are too many classes, or if some condition cannot be compared with others
 */
export function explore(old: MeshModel, next: MeshModel, question: Question): Exploration {
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
    const explorer = new Explorer({ old, next, question, readings }, (traces) => {
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
  readonly parts: ReadonlySet<string>;
  /** What the choices leave to be read. */
  readonly clauses: readonly Clause[];
  /** Whether the requests carry a token. */
  readonly hasToken: boolean;
}

class Explorer {
  asked = 0;
  readonly notModelled = new Set<string>();

  constructor(
    private readonly scene: Scene,
    private readonly onTraces: (traces: Traces) => void,
  ) {}

  explore(): Region[] {
    const { question, readings } = this.scene;
    return this.regionsOf({
      request: requestOf(question),
      paths: ['/'],
      parts: new Set(),
      clauses: question.scheme === 'tcp' ? [] : readings.clauses,
      hasToken: false,
    });
  }

  private regionsOf(chosen: Chosen): Region[] {
    const part = nextPart(chosen);
    if (!part) {
      const example = this.changed(chosen);
      return example ? [{ example, conditions: [], includes: () => true }] : [];
    }
    const atoms = distinctAtoms(requirementsOn(part, chosen.clauses).flatMap((one) => one.atoms));
    const dimension = dimensionOf(part, atoms, this.scene.question);
    const found = dimension.choices.flatMap((_, place) =>
      this.regionsOf(this.choose(chosen, part, dimension, place)).map((region) => ({ place, region })),
    );
    return joined(dimension, found);
  }

  private choose(chosen: Chosen, part: Requirement, dimension: Dimension, place: number): Chosen {
    const { readings } = this.scene;
    const { samples, truths } = dimension.choices[place] ?? { samples: [], truths: [] };
    const [sample] = samples;
    const keys = new Set(dimension.atoms.filter((_, i) => truths[i]).map(({ key }) => key));
    const value = sample === undefined ? undefined : keys;
    return {
      request: part.field === 'path' ? chosen.request : dimension.with(chosen.request, sample),
      paths: part.field === 'path' ? samples.flatMap((path) => path ?? []) : chosen.paths,
      parts: new Set([...chosen.parts, partOf(part)]),
      clauses: chosen.clauses.filter((clause) => !isRefuted(clause, part, { value, readings })),
      hasToken: chosen.hasToken || (isIssuer(part) && sample !== undefined),
    };
  }

  private changed({ request, paths }: Chosen): ChangedRequest | undefined {
    for (const path of paths) {
      const sent = { ...request, url: withPath(request.url, path) };
      const traces = this.traced(sent);
      const fate = changedFate(traces.old, traces.new);
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
    const traces = { old: trace(this.scene.old, request), new: trace(this.scene.next, request) };
    this.onTraces(traces);
    for (const outcome of [...traces.old.outcomes, ...traces.new.outcomes]) {
      if (outcome.is === 'unmodelled') {
        this.notModelled.add(describeOutcome({ ...outcome, probability: 1 }));
      }
    }
    return traces;
  }
}

function requestOf({ from, scheme, host, port }: Question): TraceRequest {
  const isDefault = scheme !== 'tcp' && port === (scheme === 'https' ? 443 : 80);
  return {
    url: `${scheme}://${host}${isDefault ? '' : `:${port}`}${scheme === 'tcp' ? '' : '/'}`,
    ...(from === 'gateway' ? {} : { from }),
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
function nextPart({ clauses, parts, hasToken }: Chosen): Requirement | undefined {
  const left = clauses
    .flatMap(({ requirements }) => requirements)
    .filter((one) => !parts.has(partOf(one)) && (one.field !== 'claim' || hasToken || isIssuer(one)));
  const deciding = (group: readonly Requirement[]) => group.filter(({ wants }) => wants !== 'any').length;
  const byPart = [...groupedBy(left, partOf).values()].sort((a, b) => deciding(b) - deciding(a));
  return left.find(({ field }) => field === 'path') ?? left.find(isIssuer) ?? byPart[0]?.[0];
}

function isIssuer({ field, name }: Requirement): boolean {
  return field === 'claim' && name === ISSUER;
}

function requirementsOn(part: Requirement, clauses: readonly Clause[]): Requirement[] {
  return clauses.flatMap(({ requirements }) => requirements.filter((one) => partOf(one) === partOf(part)));
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
  found: readonly { readonly place: number; readonly region: Region }[],
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
    const words = subsetWords(valued, new Set(group.map(({ place }) => place)));
    return {
      example: region.example,
      conditions: words === undefined ? region.conditions : [words, ...region.conditions],
      includes: (request) => {
        const own = dimension.placeIn(request);
        return group.some(({ place, region: { includes } }) => place === own && includes(request));
      },
    };
  });
}

/** Requests that change in the same way, for the same reason, whatever their paths are. */
function keyOf({ example, conditions }: Region): string {
  const { fate, request } = example;
  const path = withoutQuery(request.url);
  const aspects = fate.aspects.map((aspect) =>
    [aspect, fate.old[aspect], fate.new[aspect]].map((text) =>
      path === '/' ? text : text.replaceAll(path, '{path}'),
    ),
  );
  return JSON.stringify([conditions, fate.change, causesOf(example), aspects]);
}

function withoutQuery(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/, '').replace(/\?.*$/, '');
}
