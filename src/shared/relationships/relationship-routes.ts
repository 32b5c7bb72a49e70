import { Controller, Get, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/caller.js';
import { CurrentCaller } from '../access/decorators.js';
import { toOnes } from '../query/catalog.js';
import type { OneQuery } from '../query/list-query.js';
import type { Resource } from '../query/resource.js';
import { Reader } from '../reading/reader.js';
import { Id, JsonApiOnly, OneParams, Represents } from '../representation/decorators.js';
import { pascal } from '../representation/openapi/schemas/names.js';

/** The two routes of each to-one relationship that a resource prints: the related record, and the linkage. */
export function relationshipControllers(resource: Resource, related: (type: string) => Resource): Type[] {
  return toOnes(resource).map(([name, { to }]) => relationshipController(resource, name, related(to)));
}

function relationshipController(resource: Resource, name: string, to: Resource): Type {
  const relationship = pascal(name);
  const holder = pascal(resource.type);
  const owner = resource.title.toLowerCase();

  @ApiTags(resource.collection)
  @Controller(`${resource.collection}/:id`)
  class RelationshipController {
    constructor(private readonly reader: Reader) {}

    @ApiOperation({
      operationId: `get${relationship}Of${holder}`,
      description: `Shows the \`${name}\` of a ${owner}.`,
    })
    @Get(name)
    @Represents(to)
    related(@CurrentCaller() caller: Caller, @Id() id: string, @OneParams() query: OneQuery) {
      return this.reader.related(resource, caller, id, name, query);
    }

    @ApiOperation({
      operationId: `get${relationship}LinkageOf${holder}`,
      description: `Shows which record the \`${name}\` of a ${owner} is.`,
    })
    @Get(`relationships/${name}`)
    @Represents(resource)
    @JsonApiOnly()
    linkage(@CurrentCaller() caller: Caller, @Id() id: string) {
      return this.reader.linkage(resource, caller, id, name);
    }
  }
  Object.defineProperty(RelationshipController, 'name', { value: `${relationship}Of${holder}Controller` });
  return RelationshipController;
}
