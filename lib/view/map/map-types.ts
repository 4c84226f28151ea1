import type { Level } from '../../catalogue/message-type';
import type { ObjectRef } from '../../manifests/object-ref';
import type { DestinationRef, ServerRef } from '../../routing';
import type { GroupedRef } from './grouped-ref';

/** The columns of the map, from left to right as a request goes. */
export const MAP_COLUMNS = [
  'entrance',
  'server',
  'host',
  'route',
  'destination',
  'service',
  'workload',
] as const;

export type MapColumn = (typeof MAP_COLUMNS)[number];

/** What a node of the map stands for. */
export type MapNodeKind =
  /** A port of a gateway. */
  | 'gateway port'
  /** All workloads with a sidecar, as clients. */
  | 'sidecars'
  /** All workloads without a proxy, as clients. */
  | 'clients without a sidecar'
  /** A server of a Gateway. */
  | 'server'
  /** A Gateway of the Kubernetes Gateway API, which is not modelled. */
  | 'kubernetes gateway'
  /** A host of VirtualServices, at a Gateway or in the mesh. */
  | 'host'
  | 'http route'
  | 'tls route'
  | 'tcp route'
  /** What a server with `httpsRedirect` answers. */
  | 'redirect to HTTPS'
  /** A route of the Kubernetes Gateway API, which is not modelled. */
  | 'kubernetes route'
  /** A host and a port that a route names. */
  | 'destination'
  /** A host, a port and a subset that a route names. */
  | 'subset'
  | 'service'
  /** A host of a ServiceEntry. */
  | 'service entry'
  | 'workload'
  /** An address that belongs to no workload. */
  | 'address'
  /** The pods of a Service that the manifests do not show. */
  | 'unknown pods'
  /** Hosts that the mesh does not know. */
  | 'outside';

/** How a hop is encrypted; `mixed` if it depends on the client or the endpoint. */
export type Encryption = 'mutual TLS' | 'TLS' | 'plaintext' | 'mixed' | 'unknown';

/** An object, or a field of it, such as `spec.http[0]`. */
export interface MapPlace extends GroupedRef {
  readonly field?: string;
}

/** How many findings there are at a node. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/** What is to be seen at a node at once. Each is absent where it does not apply. */
export interface MapMarks {
  /** How the hops into the node are encrypted; only where a proxy or a program receives connections. */
  readonly encryption?: Encryption;
  /** Policies of a workload or a gateway: there are none, there are some, or they let nothing in. */
  readonly policy?: 'open' | 'guarded' | 'denied';
  /** Why it is not known what happens here. */
  readonly unmodelled?: string;
  /** Why requests fail here. */
  readonly broken?: string;
  /** Whether no way leads here from any entrance. */
  readonly unreached?: true;
  /** Findings of `check` about what the node stands for. */
  readonly findings?: FindingCounts;
  /** Whether it was edited where the map is looked at. */
  readonly edited?: true;
}

/** The routes of a VirtualService, or one of them. */
export interface MapRoute {
  readonly virtualService: ObjectRef;
  /** Its place in the VirtualService, such as `http[0]`. */
  readonly place: string;
  /** The conditions of each of its matches, in words. */
  readonly matches: readonly string[];
}

/** What the words of a node are made of. Each is absent where it does not apply. */
export interface MapFacts {
  /** The ports of this machine that lead to a port of a gateway. */
  readonly hostPorts?: readonly number[];
  readonly server?: Pick<ServerRef, 'gateway' | 'port' | 'protocol' | 'hosts'>;
  readonly route?: MapRoute;
  readonly destination?: DestinationRef;
  /** The labels of a subset. */
  readonly labels?: string;
  /** The host of a Service or of a ServiceEntry. */
  readonly host?: string;
  /** The ports of a Service that requests come to. */
  readonly ports?: readonly { readonly number: number; readonly name: string }[];
}

/** A node of the map. */
export interface MapNode {
  /** Made of the names of what it stands for, so that it stays when other objects change. */
  readonly id: string;
  readonly kind: MapNodeKind;
  readonly column: MapColumn;
  /** Empty for what belongs to no namespace. */
  readonly namespace: string;
  /** Plain text, never markup. */
  readonly label: string;
  /** More lines of plain text. */
  readonly details: readonly string[];
  readonly facts: MapFacts;
  /** The objects that it stands for or that decide about it; the first is the object itself. */
  readonly objects: readonly MapPlace[];
  readonly marks: MapMarks;
  /** The places of its findings in the list that the map was made with. */
  readonly findings: readonly number[];
}

/** A connection between two nodes. */
export interface MapEdge {
  /** `FROM>TO`, with the ids of the nodes. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The share of the requests at `from` that go this way, above 0 and at most 1; absent where it depends on the request. */
  readonly share?: number;
  /** The share of the requests that are copied, if the edge leads to a mirror. */
  readonly mirrors?: number;
  /** Absent for edges inside one proxy. */
  readonly encryption?: Encryption;
  /** Why connections fail here. */
  readonly broken?: string;
  /** From a Service to a workload: the nodes before the Service that lead here, such as one of two subsets. */
  readonly via?: readonly string[];
  /** Whether the edge leads back to an entrance: requests to a gateway in the mesh. */
  readonly isBack?: true;
}

/** A mesh as a map: plain data, in a stable order. */
export interface MeshMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** The places of the findings that belong to no node. */
  readonly otherFindings: readonly number[];
  /** The objects that have no effect, because istiod would reject them, and why. */
  readonly ignored: readonly { readonly object: ObjectRef; readonly because: string }[];
}

/** A finding of `check`, as far as the map shows it. Messages of `check` are such findings. */
export interface MapFinding {
  readonly level: Level;
  readonly object: GroupedRef;
  readonly field?: string;
}
