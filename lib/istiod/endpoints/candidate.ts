import type { Manifest } from '../../manifests/manifest';
import type { Labels, Workload } from '../workloads/workloads';

/** An endpoint of a Service, before a subset is chosen. */
export interface Candidate {
  readonly labels: Labels;
  /** How many pods it stands for, or the weight of an address. */
  readonly count: number;
  readonly port: number;
  /** Absent for pods. */
  readonly address?: string;
  /** Absent for an address outside the mesh. */
  readonly workload?: Workload;
  /** The object that defines the endpoint; absent for an address that a ServiceEntry lists. */
  readonly object?: Manifest;
}
