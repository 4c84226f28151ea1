/** What the routes of a VirtualService depend on beside themselves. */
export interface VirtualServiceContext {
  readonly hosts: readonly string[];
  /** Whether the VirtualService has no hosts, so that others delegate to it. */
  readonly isDelegate: boolean;
  /** The gateways of the VirtualService; undefined for a delegate, which takes those of the VirtualServices that delegate to it. */
  readonly gateways?: readonly string[];
  /** Undefined where `kubectl apply` chooses it. */
  readonly namespace?: string;
}
