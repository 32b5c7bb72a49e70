import { Controller, Patch, Req, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/caller.js';
import { CurrentCaller } from '../access/decorators.js';
import { toOnes } from '../query/catalog.js';
import type { Resource } from '../query/resource.js';
import { Id, JsonApiOnly, Represents } from '../representation/decorators.js';
import type { Exchange } from '../representation/exchange.js';
import { LinkageChanges } from './linkage-changes.js';

/** The route that changes a to-one relationship, for each that a resource prints; 403 where clients may not. */
export const linkageChangeControllers = (resource: Resource): Type[] =>
  toOnes(resource).map(([name]) => linkageChangeController(resource, name));

function linkageChangeController(resource: Resource, name: string): Type {
  const operation = `${pascal(name)}LinkageOf${pascal(resource.type)}`;
  const owner = resource.title.toLowerCase();

  @ApiTags(resource.collection)
  @Controller(`${resource.collection}/:id`)
  @Represents(resource)
  @JsonApiOnly()
  class LinkageChangeController {
    constructor(private readonly changes: LinkageChanges) {}

    @ApiOperation({
      operationId: `update${operation}`,
      description: `Changes the \`${name}\` of a ${owner}, by the rules for changing the ${owner}.`,
    })
    @Patch(`relationships/${name}`)
    update(@CurrentCaller() caller: Caller, @Id() id: string, @Req() request: Exchange) {
      return this.changes.change(resource, caller, id, name, request);
    }
  }
  Object.defineProperty(LinkageChangeController, 'name', { value: `Update${operation}Controller` });
  return LinkageChangeController;
}

/** `loan-item` → `LoanItem`. */
const pascal = (text: string): string =>
  text
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
