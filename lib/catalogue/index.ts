import * as admission from './admission-codes';
import * as constructs from './construct-codes';
import * as traffic from './istio-traffic-codes';
import * as workload from './istio-workload-codes';
import type { MessageType } from './message-type';

/** Istio's codes, and those of our own that several rules use; rules define the others. */
export const SHARED_CODES: readonly MessageType[] = [
  ...Object.values(traffic),
  ...Object.values(workload),
  ...Object.values(admission),
  ...Object.values(constructs),
];
