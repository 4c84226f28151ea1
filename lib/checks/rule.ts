import type { Finding } from '../catalogue/finding';
import type { MessageType } from '../catalogue/message-type';
import type { MeshIndex } from '../istiod/mesh-index';
import type { Manifest } from '../manifests/manifest';

/** Why a Secret cannot serve as a gateway's certificate, as the end of `a Secret that ...`; undefined where it can. */
export type CertificateProblem = (secret: Manifest, now: number) => string | undefined;

/** A kind of mistake, with the function that finds it. The function is pure: it changes nothing and prints nothing. */
export interface Rule {
  /** The name of its file. */
  readonly name: string;
  /** All types of messages that the rule reports. */
  readonly reports: readonly MessageType[];
  /** @param certificateProblem what reads Secrets, whose values are not known everywhere */
  check(index: MeshIndex, certificateProblem: CertificateProblem): Iterable<Finding>;
}
