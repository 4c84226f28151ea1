import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { isInjected } from '../../../istiod/injection/injection';
import { isAtLeast } from '../../../istiod/istio-version';
import { podPath, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import type { Rule } from '../../rule';

export const IST9111 = {
  code: 'IST9111',
  name: 'ReservedPrometheusPort',
  level: 'Error',
  summary:
    'From Istio 1.31 on, the injector refuses pods whose metrics are said to be on a port of the sidecar.',
  texts: {
    reserved: (port: string) =>
      `"${port}" is a port of the sidecar, so the injector of Istio 1.31 and later refuses the pods; write the port of the application, or set prometheus.io/scrape to "false"`,
    number: (port: string) =>
      `"${port}" is not a port, so the injector of Istio 1.31 and later refuses the pods; write a number from 1 to 65535`,
  },
} as const satisfies MessageType;

const PORT = 'prometheus.io/port';
const SCRAPE = 'prometheus.io/scrape';
const MERGE = 'prometheus.istio.io/merge-metrics';
const AGENT_PORT = 'status.sidecar.istio.io/port';
/** The port of the agent's own metrics, with which the injector takes a pod for injected. */
const DEFAULT_AGENT_PORT = '15020';
const RESERVED = [15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090];

/** Where the agent merges the application's metrics into its own, it must know the application's port. (V34) */
export const prometheusPorts: Rule = {
  name: 'prometheus-ports',
  reports: [IST9111],
  *check(index) {
    const { enablePrometheusMerge } = index.mesh;
    if (!isAtLeast(index.istio, '1.31') || enablePrometheusMerge === false) {
      return;
    }
    for (const workload of index.view(workloadsOf).all) {
      const text = problemOf(workload);
      if (text !== undefined && isInjected(index, workload)) {
        yield findingAt(workload, text);
      }
    }
  },
};

function problemOf({ annotations }: Workload): string | undefined {
  const { [PORT]: port, [SCRAPE]: scrape, [MERGE]: merges, [AGENT_PORT]: agent } = annotations;
  const isMerged = port !== undefined && scrape !== 'false' && merges !== 'false';
  if (!isMerged || port === (agent ?? DEFAULT_AGENT_PORT)) {
    return undefined;
  }
  const number = /^\d+$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) {
    return IST9111.texts.number(port);
  }
  return RESERVED.includes(number) ? IST9111.texts.reserved(port) : undefined;
}

function findingAt({ manifest: object }: Workload, text: string): Finding {
  const field = [...podPath(object.kind), 'metadata', 'annotations', PORT];
  return { type: IST9111, object, field, text };
}
