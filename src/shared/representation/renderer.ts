import { Inject, Injectable } from '@nestjs/common';
import { type Exchange, formatOf, isRead } from './exchange.js';
import { baseOf } from './http/host.js';
import { pathOf } from './http/path.js';
import { Links } from './links.js';
import { type Answer, locationOf, serialise, type Written } from './outward/serialise.js';
import { PUBLIC_URL } from './public-url.js';

/** Writes answers in the representation that each request negotiated. */
@Injectable()
export class Renderer {
  constructor(@Inject(PUBLIC_URL) private readonly publicUrl: string | null) {}

  /** `status` is the one that it will be sent with: what was created says where it is. */
  render(answer: Answer, request: Exchange, status: number): Written {
    const links = new Links(this.publicUrl ?? baseOf(request));
    const { headers, text } = serialise(answer, formatOf(request), links, addressOf(request));
    const location = status === 201 ? locationOf(answer, links) : null;
    return { headers: { ...headers, ...(location !== null && { location }) }, text };
  }
}

const addressOf = (request: Exchange) => ({
  path: pathOf(request.url),
  parameters: request.query,
  isRead: isRead(request),
});
