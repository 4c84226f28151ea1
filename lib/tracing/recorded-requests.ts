import { appendFileSync } from 'node:fs';
import type { TraceRequest } from '../routing';

/** The file that the requests of tests are added to, a request in each line; none if it is not set. */
const VARIABLE = 'CDK8S_ISTIO_REQUESTS';

/** Notes what a test has asked, so that `cdk8s-istio tests --uncovered` can tell what no test asks about. */
export function recordRequest(request: TraceRequest): void {
  const file = process.env[VARIABLE];
  if (file) {
    appendFileSync(file, `${JSON.stringify(request)}\n`);
  }
}
