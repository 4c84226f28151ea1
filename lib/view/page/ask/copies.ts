import { traceCommand } from '../../../diff/words/trace-command';
import { NEWEST_VERSION } from '../../../istiod/istio-version';
import { DEFAULT_PROFILE } from '../../../istiod/profile/profiles';
import { testText } from '../../../proposals';
import { matcherCallsFor } from '../../../proposals/matcher-calls';
import type { Trace, TraceRequest } from '../../../routing';
import type { PageData } from '../page-data';

/** The lines of jest that hold the answer; undefined if no matcher can say it. */
export function asTest(request: TraceRequest, way: Trace): string | undefined {
  const calls = matcherCallsFor(way);
  return calls && calls.length > 0 ? `${testText({ request, calls })}\n` : undefined;
}

/** The command that gives the same answer in a shell. */
export function asCommand(
  request: TraceRequest,
  { paths, fileOptions, options }: Pick<PageData, 'paths' | 'fileOptions' | 'options'>,
): string {
  const { istio = NEWEST_VERSION, profile = DEFAULT_PROFILE, servers = {} } = options;
  const told = [
    ...(istio === NEWEST_VERSION ? [] : ['--istio', istio]),
    ...(profile === DEFAULT_PROFILE ? [] : ['--profile', profile]),
    ...fileOptions,
    ...Object.entries(servers).flatMap(([place, protocol]) => ['--server', `${place}=${protocol}`]),
  ];
  return `npx ${traceCommand(request, told, paths)}`;
}
