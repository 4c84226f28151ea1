import { describeRequest as describeRouted } from '../routing';
import { routedRequest, type TraceRequest } from './request';

/** A request in one line: `POST https://shop.example.com/cart from mesh:shop/web, x-group: testers`. */
export function describeRequest(request: TraceRequest): string {
  return describeRouted(routedRequest(request));
}
