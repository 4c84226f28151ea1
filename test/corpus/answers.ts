import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SpokenProtocol, TraceRequest } from '../../lib/routing';

/** A mesh that a real istiod and real Envoys ran, with requests and their answers. README.md describes the format. */
export interface RecordedMesh {
  readonly name: string;
  readonly area: string;
  readonly mesh?: Readonly<Record<string, unknown>>;
  /** What servers outside the mesh and containers speak, where that is recorded. */
  readonly outside?: Readonly<Record<string, SpokenProtocol>>;
  readonly backends?: Readonly<Record<string, SpokenProtocol>>;
  readonly manifests: readonly object[];
  readonly requests: readonly { readonly request: TraceRequest; readonly answer: Answer }[];
}

/** What happened to a request. */
export type Answer = Arrival &
  (
    | { readonly outcomes: readonly RecordedOutcome[] }
    | { readonly seen: readonly Sample[] }
    | Response
    | Connection
  );

interface Arrival {
  /** What the server at the end got. */
  readonly saw?: { readonly at: Place; readonly protocol: string };
}

/** What the configuration that Envoy took makes of a request, with the probability of each outcome. */
export interface RecordedOutcome {
  readonly is: 'delivered' | 'failed' | 'closed' | 'passed through';
  readonly probability: number;
  readonly destination?: { readonly host: string; readonly port?: number; readonly subset?: string };
  readonly endpoints?: readonly (Place & { readonly share: number })[];
  readonly authority?: string;
  readonly path?: string;
  readonly status?: number;
  /** Envoy's flag; several that would do are separated by slashes. */
  readonly flag?: string;
}

/** What one of several identical requests met, where the sidecar of the destination has a say. */
export interface Sample {
  readonly is: string;
  readonly workload?: string;
  readonly port?: number;
  readonly status?: number;
  /** The workload that denied it; `gateway` for the gateway. */
  readonly at?: string;
}

/** A response of a proxy, or of a server that did not understand what it got. */
export interface Response {
  readonly status: number;
  readonly by: Answerer;
  readonly flag?: string;
  readonly grpcStatus?: string;
  readonly location?: string;
  readonly body?: string;
}

export type Answerer =
  | 'route'
  | 'policy'
  | 'token'
  | 'fault'
  | 'redirect'
  | 'direct response'
  | 'preflight'
  | 'request'
  | 'server'
  | 'upstream'
  | 'listener';

/** A connection without a response. */
export interface Connection {
  readonly is: 'refused' | 'rejected' | 'closed' | 'delivered';
  readonly by?: Answerer;
  readonly endpoints?: readonly string[];
}

/** A workload as `namespace/name`, or an address, and a port. */
export interface Place {
  readonly workload?: string;
  readonly address?: string;
  readonly port: number;
}

/** The recorded meshes. */
export function recordedMeshes(): readonly RecordedMesh[] {
  const lines = gunzipSync(readFileSync(join(__dirname, 'meshes.jsonl.gz'))).toString();
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedMesh);
}
