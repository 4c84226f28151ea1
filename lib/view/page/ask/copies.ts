import { traceCommand } from '../../../diff/words/trace-command';
import { testText } from '../../../proposals';
import { matcherCallsFor } from '../../../proposals/matcher-calls';
import type { Trace, TraceRequest } from '../../../routing';

/** The lines of jest that hold the answer; undefined if no matcher can say it. */
export function asTest(request: TraceRequest, way: Trace): string | undefined {
  const calls = matcherCallsFor(way);
  return calls && calls.length > 0 ? `${testText({ request, calls })}\n` : undefined;
}

/** The command that gives the same answer in a shell. */
export function asCommand(request: TraceRequest, paths: readonly string[]): string {
  return `npx ${traceCommand(
    request,
    paths.flatMap((path) => ['--manifests', path]),
  )}`;
}
