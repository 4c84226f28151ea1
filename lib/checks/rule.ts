import type { Finding } from '../catalogue/finding';
import type { MessageType } from '../catalogue/message-type';
import type { MeshIndex } from '../istiod/mesh-index';

/** A kind of mistake, with the function that finds it. The function is pure: it changes nothing and prints nothing. */
export interface Rule {
  /** The name of its file. */
  readonly name: string;
  /** All types of messages that the rule reports. */
  readonly reports: readonly MessageType[];
  check(index: MeshIndex): Iterable<Finding>;
}
