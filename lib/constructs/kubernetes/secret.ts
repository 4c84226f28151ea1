import type { ApiObject } from 'cdk8s';
import { SECRET } from '../../manifests/kinds';
import type { FieldPath } from '../../manifests/manifest';
import type { Rendering } from '../rendering';
import { acceptsKind, type IKubernetesSecret } from './objects';

/** A Secret: its name, a construct of cdk8s-plus, or an `ApiObject`. */
export type SecretLike = string | IKubernetesSecret | ApiObject;

/** The name of a Secret. It refuses an object of another kind. */
export function secretName(secret: SecretLike, rendering: Rendering, field: FieldPath): string {
  if (typeof secret === 'string') {
    return secret;
  }
  acceptsKind(SECRET, secret, rendering, field);
  return secret.name;
}
