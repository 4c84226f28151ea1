import { groupedBy } from '../manifests/collections';
import { type MeshModel, type Trace, type TraceRequest, trace } from '../routing';
import { nameOf } from '../routing/words/describe-parts';
import { partsAskedBy } from './deciding-parts';
import { keyOf, type MeshPart, partsOf } from './parts';

/** A part of a mesh, and how many requests have asked about it. */
export interface CoveredPart extends MeshPart {
  /** Whether any request has come to the part, so that it decided. */
  readonly isAsked: boolean;
  /** How many requests have. */
  readonly requests: number;
}

/** Which parts of a mesh requests have asked about. */
export interface MeshCoverage {
  /** The routes of VirtualServices, the servers of Gateways and the rules of policies that istiod reads. */
  readonly parts: readonly CoveredPart[];
}

/** Which of these parts are asked about, and how often. */
export function coveredParts(
  parts: readonly MeshPart[],
  requestsOf: (key: string) => number | undefined,
): MeshCoverage {
  return {
    parts: parts.map((part) => {
      const requests = requestsOf(keyOf(part)) ?? 0;
      return { ...part, isAsked: requests > 0, requests };
    }),
  };
}

/**
 * The coverage of a mesh by requests. They are traced once more, so that the first time costs nothing but a note.
 *
 * @param requests with how often each was traced
 */
export function coverageOf(
  model: MeshModel,
  requests: ReadonlyMap<TraceRequest | string, number>,
): MeshCoverage {
  const counts = new Map<string, number>();
  for (const [request, times] of requests) {
    for (const key of keysAskedBy(model, trace(model, request))) {
      counts.set(key, (counts.get(key) ?? 0) + times);
    }
  }
  return coveredParts(partsOf(model), (key) => counts.get(key));
}

/** The names of the parts that decide about a request. */
export function keysAskedBy(model: MeshModel, way: Trace): ReadonlySet<string> {
  return new Set(partsAskedBy(model, way).map(keyOf));
}

/**
 * A coverage in lines: how many parts requests have asked about, and a line for each object with parts that none has asked
 * about.
 */
export function describeCoverage({ parts }: MeshCoverage): string[] {
  const left = parts.filter(({ isAsked }) => !isAsked);
  if (parts.length === 0) {
    return ['there are no routes, servers or policies to ask about'];
  }
  const asked = `requests ask about ${parts.length - left.length} of ${parts.length} routes, servers and policies`;
  return left.length === 0
    ? [asked]
    : [
        `${asked}, and not about:`,
        ...[...groupedBy(left, ({ object }) => nameOf(object))].map(
          ([name, own]) => `  ${name}: ${own.map(({ path }) => path).join(', ')}`,
        ),
      ];
}
