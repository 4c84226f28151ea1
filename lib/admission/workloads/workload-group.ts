import type { WorkloadGroupSpec, WorkloadGroupSpecProbe } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { UNUSABLE_VALUE } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { labelProblems, portProblems, wholeNumberProblems } from '../values/values';
import { validateTemplate } from './workload-entry';

/** What is wrong with a WorkloadGroup, by itself. */
export function* validateWorkloadGroup({ spec }: AdmissionObject<WorkloadGroupSpec>): Iterable<Problem> {
  yield* labelProblems(['spec', 'metadata', 'labels'], spec.metadata?.labels);
  if (spec.template) {
    // istiod looks at the workloads that come of it.
    yield* withType(UNUSABLE_VALUE, validateTemplate(['spec', 'template'], spec.template));
  } else {
    yield { field: ['spec', 'template'], message: 'is missing; say what the workloads have in common' };
  }
  if (spec.probe) {
    yield* validateProbe(['spec', 'probe'], spec.probe);
  }
}

function* validateProbe(field: FieldPath, probe: WorkloadGroupSpecProbe): Iterable<Problem> {
  const { httpGet, tcpSocket, exec, grpc } = probe;
  const [method, ...others] = Object.entries({ httpGet, tcpSocket, exec, grpc })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (method === undefined) {
    yield { field, message: 'says nothing of how to probe; give it httpGet, tcpSocket, exec or grpc' };
  }
  for (const other of others) {
    yield { field: [...field, other], message: `does not go with ${method}; keep one of them` };
  }
  for (const name of ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds'] as const) {
    yield* wholeNumberProblems([...field, name], probe[name], 'number of seconds');
  }
  for (const name of ['successThreshold', 'failureThreshold'] as const) {
    yield* wholeNumberProblems([...field, name], probe[name], 'number of probes');
  }
  for (const [name, target] of Object.entries({ httpGet, tcpSocket, grpc })) {
    if (target?.port !== undefined) {
      yield* portProblems([...field, name, 'port'], target.port);
    }
  }
  if (httpGet) {
    yield* validateHttpGet([...field, 'httpGet'], httpGet);
  }
  if (exec && !exec.command?.length) {
    yield { field: [...field, 'exec', 'command'], message: 'is empty; name the program to run' };
  } else if (exec?.command.includes('')) {
    yield {
      field: [...field, 'exec', 'command'],
      message: 'has an empty part; remove it',
      type: UNUSABLE_VALUE,
    };
  }
}

function* validateHttpGet(
  field: FieldPath,
  { scheme, httpHeaders = [] }: NonNullable<WorkloadGroupSpecProbe['httpGet']>,
): Iterable<Problem> {
  if (scheme && scheme !== 'HTTP' && scheme !== 'HTTPS') {
    yield { field: [...field, 'scheme'], message: `"${scheme}" is no scheme; use "HTTP" or "HTTPS"` };
  }
  for (const [i, { name = '' }] of httpHeaders.entries()) {
    if (!/^[-_A-Za-z0-9]+$/.test(name)) {
      const message = `"${name}" is no header name; use letters, digits, "-" and "_"`;
      yield { field: [...field, 'httpHeaders', i, 'name'], message };
    }
  }
}
