import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  ServiceEntry as RawServiceEntry,
  type ServiceEntrySpec,
  type ServiceEntrySpecLocation,
  type ServiceEntrySpecPorts,
  type ServiceEntrySpecResolution,
} from '../../../imports/networking.istio.io';
import { IST0101 } from '../../catalogue/istio-traffic-codes';
import type { FieldPath } from '../../manifests/manifest';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { isList, list, type Rendering, uniqueNames } from '../rendering';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import { renderWorkloadEndpoint, type WorkloadEndpoint } from '../workloads/workload-entry';
import { Destination } from './destination';
import type { PortProtocol } from './port-protocol';

/**
 * How proxies find the addresses of a ServiceEntry's endpoints.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution
 */
export enum Resolution {
  /** Proxies do not look for endpoints. Connections go to the address that the application called. */
  NONE = 'NONE',
  /** The endpoints are the listed ones, or the selected workloads. */
  STATIC = 'STATIC',
  /** Proxies look up the hosts, or the names of the endpoints, in DNS, and use all addresses. */
  DNS = 'DNS',
  /** Like DNS, but a new connection goes to the first address of the latest answer. For names with many addresses. */
  DNS_ROUND_ROBIN = 'DNS_ROUND_ROBIN',
  /** For wildcard hosts: proxies look up the host of each request when it arrives. */
  DYNAMIC_DNS = 'DYNAMIC_DNS',
}

/**
 * Whether the hosts of a ServiceEntry are part of the mesh.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Location
 */
export enum Location {
  /** Outside the mesh. Clients call the hosts without mutual TLS. */
  MESH_EXTERNAL = 'MESH_EXTERNAL',
  /**
   * Inside the mesh, such as a virtual machine with a proxy. Clients use mutual TLS for endpoints that have an
   * identity.
   */
  MESH_INTERNAL = 'MESH_INTERNAL',
}

/**
 * A port of a ServiceEntry.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort
 */
export interface ServiceEntryPort {
  /** The port that clients call. */
  readonly number: number;

  /**
   * The protocol of the port.
   *
   * @default the proxy detects the protocol from the first bytes of each connection
   */
  readonly protocol?: PortProtocol;

  /**
   * The name of the port, unique in the ServiceEntry.
   *
   * @default the protocol and the number, such as `https-443`
   */
  readonly name?: string;

  /**
   * The port of the endpoints.
   *
   * @default the port that clients call
   */
  readonly targetPort?: number;
}

/**
 * Properties of a ServiceEntry.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry
 */
export interface ServiceEntryProps extends IstioResourceProps {
  /**
   * The hosts that clients call: full names, or `*.example.com` for many. HTTP requests match by the Host header, TLS
   * connections by SNI, and TCP connections by address alone.
   */
  readonly hosts: readonly string[];

  /**
   * The ports that clients call. `addPort` adds more.
   *
   * @default none
   */
  readonly ports?: readonly ServiceEntryPort[];

  /**
   * Virtual IP addresses of the hosts. With resolution NONE or STATIC, CIDR blocks are possible.
   *
   * @default if the DNS proxy is enabled, Istio chooses addresses; otherwise a TCP port takes all connections to its
   *   number
   */
  readonly addresses?: readonly string[];

  /**
   * Whether the hosts are part of the mesh.
   *
   * @default Location.MESH_EXTERNAL
   */
  readonly location?: Location;

  /**
   * How proxies find the addresses of the endpoints.
   *
   * @default Resolution.NONE
   */
  readonly resolution?: Resolution;

  /**
   * The endpoints of the hosts: a list, to which `addEndpoint` adds, or a selector for WorkloadEntries and pods in the
   * same namespace.
   *
   * @default with resolution DNS, the hosts themselves
   */
  readonly endpoints?: readonly WorkloadEndpoint[] | WorkloadSelector;

  /**
   * The namespaces that see the ServiceEntry: `.` for its own namespace, `*` for all, `~` for none, or names.
   *
   * @default all namespaces
   */
  readonly exportTo?: readonly string[];

  /**
   * Subject alternative names. If a DestinationRule encrypts the connection, the certificate of the server must contain
   * one of them.
   *
   * @default the names of the DestinationRule
   */
  readonly subjectAltNames?: readonly string[];
}

/** Options of `ServiceEntry.destination`. */
export interface ServiceEntryDestinationOptions {
  /**
   * One of the hosts, spelled exactly as in the ServiceEntry. A ServiceEntry with several hosts requires it.
   *
   * @default the only host
   */
  readonly host?: string;

  /**
   * One of the ports, by number or by name. A ServiceEntry with several ports requires it.
   *
   * @default the only port
   */
  readonly port?: number | string;

  /**
   * A subset that a DestinationRule for the host defines. Synthesis fails if the app has DestinationRules for the host
   * and none of them defines the subset.
   *
   * @default all endpoints
   */
  readonly subset?: string;
}

/**
 * Adds hosts to the mesh that are not Services of the cluster: an API on the internet, a database, a virtual machine.
 * Istio can then route, limit and observe their traffic like that of a Service.
 *
 * Synthesis fails if Istio would refuse the ServiceEntry. `MeshApp` warns if nothing could be reached with it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class ServiceEntry extends IstioResource<ServiceEntrySpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'serviceentries';
  protected readonly apiObject: ApiObject;
  private readonly props: ServiceEntryProps;
  private readonly ports: ServiceEntryPort[];
  private readonly endpoints: WorkloadEndpoint[];
  private readonly selector: WorkloadSelector | undefined;

  constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id);
    props = checkedProps(this, props);
    const { endpoints = [] } = props;
    this.props = props;
    this.ports = [...(props.ports ?? [])];
    this.endpoints = isList(endpoints) ? [...endpoints] : [];
    this.selector = isList(endpoints) ? undefined : endpoints;
    this.apiObject = new RawServiceEntry(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /** The hosts that clients call. */
  get hosts(): readonly string[] {
    return [...this.props.hosts];
  }

  /** Adds a port that clients call. */
  addPort(port: ServiceEntryPort): void {
    this.ports.push(port);
  }

  /** Adds an endpoint. A ServiceEntry with a selector does not take endpoints. */
  addEndpoint(endpoint: WorkloadEndpoint): void {
    this.endpoints.push(endpoint);
  }

  /**
   * A host and a port of this ServiceEntry as the destination of a route.
   *
   * Synthesis fails if the ServiceEntry does not have the host or the port, or has several and none is chosen.
   */
  destination({ host, port, subset }: ServiceEntryDestinationOptions = {}): Destination {
    return Destination._late((rendering, field) => ({
      host: this._host(host, rendering, [...field, 'host']),
      port: this.portNumber(port, rendering, [...field, 'port']),
      subset,
    }));
  }

  /**
   * @param wanted one of the hosts; undefined for the only host
   * @internal
   */
  _host(wanted: string | undefined, rendering: Rendering, field: FieldPath): string {
    const { hosts } = this.props;
    const host = wanted ?? hosts[0] ?? '';
    const known = hosts.join(', ') || 'none';
    const entry = `ServiceEntry "${this.name}"`;
    if (!hosts.includes(host)) {
      const missing = wanted === undefined ? 'no host' : `no host "${wanted}"`;
      rendering.refuse(field, `${entry} has ${missing}; its hosts are: ${known}`, IST0101);
    } else if (wanted === undefined && hosts.length > 1) {
      rendering.refuse(field, `${entry} has several hosts; name one of: ${known}`);
    } else if (!host.includes('.')) {
      const message = `"${host}" of ${entry} has no dot, so it would stand for a Service of that name`;
      rendering.refuse(field, `${message}; give the entry a host with a dot`);
    }
    return host;
  }

  protected render(rendering: Rendering): ServiceEntrySpec {
    const { hosts, addresses, location, resolution, exportTo, subjectAltNames } = this.props;
    return {
      hosts: [...hosts],
      addresses: list(addresses),
      ports: list(this.renderPorts()),
      // The raw types have enums of their own with the same values.
      location: location as unknown as ServiceEntrySpecLocation | undefined,
      resolution: resolution as unknown as ServiceEntrySpecResolution | undefined,
      endpoints: list(
        this.endpoints.map((endpoint, i) =>
          renderWorkloadEndpoint(endpoint, rendering, ['spec', 'endpoints', i]),
        ),
      ),
      workloadSelector: this.selector && {
        labels: renderSelector(this.selector, rendering, ['spec', 'workloadSelector', 'labels'], {
          anyNamespace: false,
        }),
      },
      exportTo: list(exportTo),
      subjectAltNames: list(subjectAltNames),
    };
  }

  private renderPorts(): ServiceEntrySpecPorts[] {
    const uniqueName = uniqueNames(this.ports.map(({ name }) => name));
    return this.ports.map(({ number, protocol, name, targetPort }) => ({
      number,
      name: name ?? uniqueName(`${protocol?.toLowerCase() ?? 'port'}-${number}`),
      protocol,
      targetPort,
    }));
  }

  private portNumber(
    wanted: number | string | undefined,
    rendering: Rendering,
    field: FieldPath,
  ): { number: number } | undefined {
    const ports = this.renderPorts();
    const [first, ...others] = ports.filter(
      ({ number, name }) => wanted === undefined || number === wanted || name === wanted,
    );
    const known = ports.map(({ number, name }) => `${number} (${name})`).join(', ') || 'none';
    const entry = `ServiceEntry "${this.name}"`;
    if (first === undefined) {
      const missing = wanted === undefined ? 'no port' : `no port ${JSON.stringify(wanted)}`;
      rendering.refuse(field, `${entry} has ${missing}; its ports are: ${known}`, IST0101);
    } else if (wanted === undefined && others.length > 0) {
      rendering.refuse(field, `${entry} has several ports; name one of: ${known}`);
    }
    return first && { number: first.number };
  }
}
