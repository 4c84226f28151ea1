import { textsIn } from '../../manifests/fields';
import { containersOf, type Workload } from '../workloads/workloads';

/** Whether the pods of a workload run Envoy as a gateway: told so by arguments, or by the template of injection. (A1) */
export function isGateway(workload: Workload): boolean {
  const templates = (workload.annotations['inject.istio.io/templates'] ?? '').split(',');
  return (
    templates.some((template) => template.trim() === 'gateway') ||
    containersOf(workload).some(({ args }) => textsIn(args).includes('router'))
  );
}
