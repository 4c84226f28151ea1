import { groupedBy } from '../manifests/collections';
import type { MeshModel, Trace } from '../routing';
import { nameOf } from '../routing/words/describe-parts';
import { keysAskedBy } from './deciding-parts';
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

/** Which parts of a mesh requests have asked about, so far. It keeps no requests, of which there may be many. */
export class AskedParts {
  private readonly counts = new Map<string, number>();

  /** Counts a request that was traced. */
  add(model: MeshModel, way: Trace): void {
    for (const key of keysAskedBy(model, way)) {
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    }
  }

  coverage(model: MeshModel): MeshCoverage {
    return coveredParts(partsOf(model), (key) => this.counts.get(key));
  }
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
