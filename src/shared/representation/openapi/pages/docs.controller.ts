import { hash } from 'node:crypto';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NotFound } from '../../../errors/errors.js';
import { Public } from '../../../access/decorators.js';
import { AlwaysPlain, Id } from '../../decorators.js';
import { PUBLIC_URL } from '../../public-url.js';
import { type Asset, LOGO_STYLE, PAGE, readAssets } from './docs-assets.js';

/** The page runs, shows and asks what this server has; no text becomes a script or a style, and nobody frames it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'sha256-${hash('sha256', LOGO_STYLE, 'base64')}'`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Seconds for which a browser need not ask again. */
const ASSET_AGE = 3600;

/** Swagger UI with both documents; for people, so it is in neither. */
@ApiExcludeController()
@Controller()
@AlwaysPlain()
@Public()
export class DocsController {
  private readonly assets = readAssets();

  constructor(@Inject(PUBLIC_URL) private readonly publicUrl: string | null) {}

  /** The root has nothing of its own to show. */
  @Get()
  async toDocs(@Res() reply: FastifyReply): Promise<void> {
    await reply.redirect(`${this.publicUrl ?? ''}/docs`, 302);
  }

  @Get('docs')
  async page(@Res() reply: FastifyReply): Promise<void> {
    await send(reply.header('content-security-policy', POLICY), PAGE);
  }

  @Get('docs/:file')
  async asset(@Id('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    const asset = this.assets.get(file);
    if (!asset) throw new NotFound('There is nothing at this path.', 'UNKNOWN_PATH');
    await send(reply.header('cache-control', `public, max-age=${ASSET_AGE}`), asset);
  }
}

const send = (reply: FastifyReply, { type, content }: Asset): FastifyReply => reply.type(type).send(content);
