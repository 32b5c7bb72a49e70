import { Controller, createParamDecorator, type ExecutionContext, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { BadParameter } from '../../errors/errors.js';
import { Public } from '../../access/decorators.js';
import { AlwaysPlain } from '../decorators.js';
import type { Exchange } from '../exchange.js';
import { CONTENT_TYPE } from '../outward/serialise.js';
import { sendText } from '../send-text.js';
import { Tagged } from './decorators.js';
import { OpenApiDocument } from './documents.answers.js';
import { OpenApiDocuments, type Version, VERSIONS } from './open-api.js';

/** The query string of a document: `version`, which may be left out. Throws 400. */
const DocumentVersion = createParamDecorator((_: unknown, context: ExecutionContext): Version => {
  const { query } = context.switchToHttp().getRequest<Exchange>();
  const unknown = query.find(([name], at) => name !== 'version' || at > 0);
  if (unknown) throw new BadParameter(unknown[0], 'A document takes one parameter: `version`.');
  const asked = query[0]?.[1] ?? '3.1';
  const version = VERSIONS.find((each) => each === asked);
  if (version) return version;
  throw new BadParameter('version', `The documents exist as OpenAPI ${VERSIONS.join(' and ')}.`);
});

const VERSION = {
  name: 'version',
  required: false,
  description: 'Which version of OpenAPI it is written in.',
  schema: { type: 'string', enum: [...VERSIONS], default: '3.1' },
};

@Tagged('documents', 'The OpenAPI documents of this server.')
@Controller('openapi')
@AlwaysPlain()
@Public()
export class DocumentsController {
  constructor(private readonly documents: OpenApiDocuments) {}

  /** Shows the document of the JSON:API representation. */
  @ApiOperation({ operationId: 'getJsonApiDocument' })
  @ApiOkResponse({ type: OpenApiDocument })
  @ApiQuery(VERSION)
  @Get('jsonapi.json')
  jsonApi(@DocumentVersion() version: Version, @Res({ passthrough: true }) reply: FastifyReply): string {
    return sendText(reply, HEADERS, this.documents.text('jsonapi', version));
  }

  /** Shows the document of the plain JSON representation. */
  @ApiOperation({ operationId: 'getPlainDocument' })
  @ApiOkResponse({ type: OpenApiDocument })
  @ApiQuery(VERSION)
  @Get('plain.json')
  plain(@DocumentVersion() version: Version, @Res({ passthrough: true }) reply: FastifyReply): string {
    return sendText(reply, HEADERS, this.documents.text('plain', version));
  }
}

const HEADERS = { 'content-type': CONTENT_TYPE.plain };
