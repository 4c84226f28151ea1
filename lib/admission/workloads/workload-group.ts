import type { WorkloadGroupSpec, WorkloadGroupSpecProbe } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { UNUSABLE_VALUE } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { labelProblems } from '../values/labels';
import { countProblems } from '../values/numbers';
import { portProblems } from '../values/ports-and-subnets';
import { validateTemplate } from './workload-entry';

/** What is wrong with a WorkloadGroup. (M10) */
export function* validateWorkloadGroup({ spec }: AdmissionObject<WorkloadGroupSpec>): Iterable<Problem> {
  const { metadata, probe, template } = spec;
  yield* labelProblems(['spec', 'metadata', 'labels'], metadata?.labels);
  if (template) {
    // istiod validates the WorkloadEntries that it makes of the template, and not the template.
    yield* withType(UNUSABLE_VALUE, validateTemplate(['spec', 'template'], template));
  } else {
    const message = 'is missing; add what the workloads have in common';
    yield { field: ['spec', 'template'], message };
  }
  if (probe) {
    yield* validateProbe(['spec', 'probe'], probe);
  }
}

function* validateProbe(field: FieldPath, probe: WorkloadGroupSpecProbe): Iterable<Problem> {
  const { httpGet, tcpSocket, exec, grpc } = probe;
  const [method, ...others] = Object.entries({ httpGet, tcpSocket, exec, grpc })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (method === undefined) {
    yield { field, message: 'has no method; set httpGet, tcpSocket or exec' };
  }
  for (const other of others) {
    yield { field: [...field, other], message: `cannot be used with ${method}; keep one of them` };
  }
  for (const name of ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds'] as const) {
    yield* countProblems([...field, name], probe[name], 'number of seconds');
  }
  for (const name of ['successThreshold', 'failureThreshold'] as const) {
    yield* countProblems([...field, name], probe[name], 'number of probes');
  }
  for (const [name, target] of Object.entries({ httpGet, tcpSocket, grpc })) {
    if (target?.port !== undefined) {
      yield* portProblems([...field, name, 'port'], target.port);
    }
  }
  if (grpc) {
    const message =
      'is a method that istiod does not know, although the CRD has it; use httpGet, tcpSocket or exec';
    yield { field: [...field, 'grpc'], message };
  }
  if (httpGet) {
    yield* validateHttpGet([...field, 'httpGet'], httpGet);
  }
  if (exec) {
    yield* validateCommand([...field, 'exec', 'command'], exec.command);
  }
}

function* validateCommand(field: FieldPath, command: readonly string[] = []): Iterable<Problem> {
  if (command.length === 0) {
    yield { field, message: 'is empty; name the program to run' };
  } else if (command.includes('')) {
    yield { field, message: 'has an empty part; remove it', type: UNUSABLE_VALUE };
  }
}

function* validateHttpGet(
  field: FieldPath,
  { scheme, httpHeaders = [] }: NonNullable<WorkloadGroupSpecProbe['httpGet']>,
): Iterable<Problem> {
  if (scheme && scheme !== 'HTTP' && scheme !== 'HTTPS') {
    const message = `"${scheme}" is not a scheme; use "HTTP" or "HTTPS"`;
    yield { field: [...field, 'scheme'], message };
  }
  for (const [i, { name = '' }] of httpHeaders.entries()) {
    if (!/^[-A-Za-z0-9]+$/.test(name)) {
      const message = `"${name}" is not the name of a header; use letters, digits and "-"`;
      yield { field: [...field, 'httpHeaders', i, 'name'], message };
    }
  }
}
