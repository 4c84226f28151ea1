import type { IConstruct } from 'constructs';
import type { Manifest, Origin } from '../manifests/manifest';
import { objectsOf } from '../manifests/read-yaml';
import { plainCopy } from './plain-copy';
import type { RenderedObject } from './render-charts';

/** The manifests of rendered objects, which tell the paths of their constructs. */
export function manifestsOf(rendered: readonly RenderedObject[]): Manifest[] {
  return rendered.flatMap(({ document, construct }) =>
    objectsOf(plainCopy(document), new ConstructOrigin(construct)),
  );
}

/** A construct of the app. Its path is put together when it is needed, which is for objects with findings only. */
class ConstructOrigin implements Origin {
  constructor(private readonly source: IConstruct) {}

  /** The path of the construct in the user's code: cdk8s calls the raw object of a construct `Resource`. */
  get construct(): string {
    return this.source.node.path.replace(/\/Resource$/, '');
  }
}
