import { decidingParts, isDenial } from '../coverage';
import { Affected } from '../diff/changes/affected';
import { emptyReach } from '../diff/changes/reach';
import { traceClasses } from '../diff/classes/explore';
import { gatewayQuestions } from '../diff/requests/gateway-questions';
import { meshQuestions } from '../diff/requests/mesh-questions';
import type { Question } from '../diff/requests/question';
import { InvalidRequest, type MeshModel, type TraceRequest, trace } from '../routing';
import { type MatcherCall, matcherCallsFor } from './matcher-calls';

/** A request, and what it gets. */
export interface ProposedTest {
  readonly request: TraceRequest;
  readonly calls: readonly MatcherCall[];
  /** What no test before this one asks about, in words. */
  readonly about: readonly string[];
}

/** Tests for each route and each policy of a mesh. */
export interface Proposals {
  readonly tests: readonly ProposedTest[];
  /** Routes and policies of which no matcher can say what they do, in words. */
  readonly untestable: readonly string[];
}

/** A request that a part of the mesh decides about, and its way. */
interface Asked {
  readonly request: TraceRequest;
  readonly parts: readonly string[];
  readonly calls: readonly MatcherCall[];
}

/** Policies may treat each client in another way. With more clients than these, each host would take a second. */
const MOST_CLIENTS = 20;

/**
 * The simplest request for each route of each host, and for each rule of a policy that decides.
 *
 * @param covered requests that are tested already; those that the mesh cannot get are left out
 */
export function proposedTests(model: MeshModel, covered: readonly TraceRequest[] = []): Proposals {
  const known = new Set(covered.flatMap((request) => partsAskedBy(model, request)));
  const simplest = new Map<string, Asked>();
  const untestable = new Set<string>();
  for (const question of questions(model)) {
    traceClasses(model, question, (request, way) => {
      const parts = decidingParts(request, way).filter((part) => !known.has(part));
      const calls = parts.length > 0 ? matcherCallsFor(way) : undefined;
      for (const part of parts) {
        if (!calls) {
          untestable.add(part);
          continue;
        }
        const asked = { request, parts, calls };
        const known = simplest.get(part);
        if (!known || isBetter(part, asked, known)) {
          simplest.set(part, asked);
        }
      }
    });
  }
  return {
    tests: chosenTests(simplest),
    untestable: [...untestable].filter((part) => !simplest.has(part)),
  };
}

function* questions(model: MeshModel): Iterable<Question> {
  const everything = new Affected({ ...emptyReach(), everything: true });
  yield* gatewayQuestions(model, model, everything);
  const clients = new Map<string, number>();
  for (const question of meshQuestions(model, model, everything)) {
    const called = `${question.scheme}://${question.written}:${question.port}`;
    const count = clients.get(called) ?? 0;
    if (count < MOST_CLIENTS) {
      clients.set(called, count + 1);
      yield question;
    }
  }
}

function partsAskedBy(model: MeshModel, request: TraceRequest): string[] {
  try {
    return decidingParts(request, trace(model, request));
  } catch (error) {
    if (error instanceof InvalidRequest) {
      return []; // The request was sent to another mesh.
    }
    throw error;
  }
}

/** A request decides about several parts, so there are fewer tests than parts. */
function chosenTests(simplest: ReadonlyMap<string, Asked>): ProposedTest[] {
  const told = new Set<string>();
  return [...simplest].flatMap(([part, { request, parts, calls }]) => {
    if (told.has(part)) {
      return [];
    }
    const about = parts.filter((one) => !told.has(one));
    for (const one of about) {
      told.add(one);
    }
    return [{ request, calls, about }];
  });
}

/** A route is better shown by requests that reach its destination, and then by short ones. */
function isBetter(part: string, asked: Asked, known: Asked): boolean {
  const [isStopped, wasStopped] = [asked, known].map(
    ({ calls }) => calls[0]?.matcher === 'toDeny' && !isDenial(part),
  );
  return isStopped === wasStopped
    ? JSON.stringify(asked.request).length < JSON.stringify(known.request).length
    : !isStopped;
}
