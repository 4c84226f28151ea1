import { list } from '../rendering';

/** Whether a pod calls or is called. */
export enum WorkloadMode {
  /** Both, which is all there is to a gateway. */
  CLIENT_AND_SERVER = 'CLIENT_AND_SERVER',
  /** What the pods call; at a gateway, everything. */
  CLIENT = 'CLIENT',
  /** What the pods are called with. */
  SERVER = 'SERVER',
}

/** Where telemetry goes. */
export interface TelemetryProviders {
  /**
   * Names of `extensionProviders` in the mesh configuration.
   *
   * @default those of the wider Telemetry, or else the `defaultProviders` of the mesh configuration
   */
  readonly providers?: readonly string[];
}

/** @internal */
export function renderProviders(providers: readonly string[] | undefined): { name: string }[] | undefined {
  return list(providers?.map((name) => ({ name })));
}
