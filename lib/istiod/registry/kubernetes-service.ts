import { isRecord, type Manifest, texts } from '../../manifests/manifest';

/** The annotation with the namespaces that a Service is exported to, separated by commas. */
export const EXPORT_TO = 'networking.istio.io/exportTo';

/** A port of a Kubernetes Service. */
export interface ServicePort {
  /** The place of the port in `spec.ports`. */
  readonly place: number;
  /** Empty where none is written, which Kubernetes allows for a single port. */
  readonly name: string;
  readonly number: number;
  /** The port that the pod listens on: its number, or the name of a container's port. */
  readonly targetPort: number | string;
  /** TCP, UDP or SCTP. */
  readonly protocol: string;
  readonly appProtocol?: string;
}

/** The ports of a Service. */
export function servicePorts({ spec }: Manifest): ServicePort[] {
  const ports: unknown[] = isRecord(spec) && Array.isArray(spec.ports) ? spec.ports : [];
  return ports.flatMap((entry, place) => {
    if (!isRecord(entry) || typeof entry.port !== 'number') {
      return [];
    }
    const { name, port: number, targetPort, protocol, appProtocol } = entry;
    const isTarget = typeof targetPort === 'string' || typeof targetPort === 'number';
    return {
      place,
      name: typeof name === 'string' ? name : '',
      number,
      // Kubernetes treats a zero or an empty name as if nothing were written.
      targetPort: isTarget && targetPort ? targetPort : number,
      protocol: typeof protocol === 'string' && protocol ? protocol : 'TCP',
      ...(typeof appProtocol === 'string' ? { appProtocol } : {}),
    };
  });
}

/** The labels by which a Service selects pods; undefined where it selects none. */
export function serviceSelector({ spec }: Manifest): Readonly<Record<string, string>> | undefined {
  const selector = isRecord(spec) ? texts(spec.selector) : {};
  return Object.keys(selector).length > 0 ? selector : undefined;
}

/** Whether DNS answers with the addresses of the pods, since the Service has none of its own. */
export function isHeadless({ spec }: Manifest): boolean {
  return isRecord(spec) && spec.clusterIP === 'None';
}

/** Whether clients outside the cluster can call a Service. */
export function isOpenToOutside({ spec }: Manifest): boolean {
  return isRecord(spec) && (spec.type === 'LoadBalancer' || spec.type === 'NodePort');
}

/** The namespaces in the annotation of a Service; empty where the default of the mesh applies. (G3) */
export function serviceExportTo({ annotations }: Manifest): readonly string[] {
  const entries = annotations[EXPORT_TO]?.split(',') ?? [];
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}
