import { list } from '../rendering';

/**
 * The side of the traffic: the client, the server, or both.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#WorkloadMode
 */
export enum WorkloadMode {
  /** The traffic that the pods send and receive, and all traffic of a gateway. */
  CLIENT_AND_SERVER = 'CLIENT_AND_SERVER',
  /** The traffic that the pods send. The traffic of a gateway counts as sent. */
  CLIENT = 'CLIENT',
  /** The traffic that the pods receive. */
  SERVER = 'SERVER',
}

/**
 * The providers that receive telemetry.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#ProviderRef
 */
export interface TelemetryProviders {
  /**
   * The names of `extensionProviders` in the mesh configuration.
   *
   * @default the providers of the Telemetry with the next wider scope, or else the `defaultProviders` of the mesh
   *   configuration
   */
  readonly providers?: readonly string[];
}

/** @internal */
export function renderProviders(providers: readonly string[] | undefined): { name: string }[] | undefined {
  return list(providers?.map((name) => ({ name })));
}
