import type { MeshIndex } from '../../istiod/mesh-index';
import { type Labels, type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { PROXY_CONFIG } from '../../manifests/kinds';
import { isRecord, type Manifest, texts } from '../../manifests/manifest';
import { imageTypeOf } from './proxy-config';

/** The types of proxy image, such as `distroless`, that pods should run; use `index.view(imageTypes)`. */
export function imageTypes(index: MeshIndex): ImageTypes {
  return new ImageTypes(index);
}

/** The types of proxy image that pods should run: the setting closest to the pod applies. */
export class ImageTypes {
  private readonly byNamespace = new Map<string, string>();
  private readonly byWorkload = new Map<Manifest, string>();
  private readonly ofMesh: string;

  constructor(index: MeshIndex) {
    const { rootNamespace, defaultConfig } = index.mesh;
    const bySelector = new Map<string, { namespace: string; labels: Labels; type: string }>();
    let ofMesh = typeIn(defaultConfig);
    for (const { namespace, spec } of index.all(PROXY_CONFIG)) {
      const type = typeIn(spec);
      const selector = isRecord(spec) ? spec.selector : undefined;
      if (type === '') {
        continue;
      }
      if (namespace === rootNamespace) {
        ofMesh = type;
      } else if (!isRecord(selector)) {
        this.byNamespace.set(namespace, type);
      } else {
        const labels = texts(selector.matchLabels);
        bySelector.set(`${namespace} ${JSON.stringify(Object.entries(labels).sort())}`, {
          namespace,
          labels,
          type,
        });
      }
    }
    for (const { namespace, labels, type } of bySelector.values()) {
      for (const { manifest } of index.view(workloadsOf).selectedBy(labels, namespace)) {
        this.byWorkload.set(manifest, type);
      }
    }
    this.ofMesh = ofMesh;
  }

  /** Empty for the default image. */
  of({ manifest, namespace, annotations }: Workload): string {
    const annotation = annotations['proxy.istio.io/config'];
    const type =
      (annotation === undefined ? undefined : imageTypeOf(annotation)) ??
      this.byWorkload.get(manifest) ??
      this.byNamespace.get(namespace) ??
      this.ofMesh;
    return type === 'default' ? '' : type;
  }
}

function typeIn(config: unknown): string {
  const image = isRecord(config) ? config.image : undefined;
  return isRecord(image) && typeof image.imageType === 'string' ? image.imageType : '';
}
