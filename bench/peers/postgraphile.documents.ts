/** A run with all that Kitroom prints of it. */
const RUN_FIELDS = `
  rowId startTime endTime distance startLat startLng endLat endLng date duration weatherInfo weatherStatus
  createdAt updatedAt userByUserId { username }`;

/** An item with who holds it. */
const ITEM_FIELDS = `
  rowId description createdAt updatedAt
  loansByItemId(filter: { returnedAt: { isNull: true } }) { nodes { userByBorrowerId { username } } }`;

const NEWEST_FIRST = 'first: 20, orderBy: [START_TIME_DESC, ROW_ID_DESC]';

export const RUN = `query ($id: BigInt!) { one: runByRowId(rowId: $id) { ${RUN_FIELDS} } }`;

/** Kitroom tells the cursors of a page that has no count, so that clients go on from it. */
export const RUNS = `query ($condition: RunCondition, $after: Cursor) {
  many: allRuns(condition: $condition, after: $after, ${NEWEST_FIRST}) { edges { cursor node { ${RUN_FIELDS} } } }
}`;

export const COUNTED_RUNS = `query ($condition: RunCondition, $filter: RunFilter) {
  many: allRuns(condition: $condition, filter: $filter, ${NEWEST_FIRST}) {
    totalCount edges { node { ${RUN_FIELDS} } }
  }
}`;

export const ITEM = `query ($id: String!) { one: itemByRowId(rowId: $id) { ${ITEM_FIELDS} } }`;

export const ITEMS = `query ($text: String!) {
  many: allItems(first: 20, orderBy: [ROW_ID_ASC], filter: { description: { includesInsensitive: $text } }) {
    totalCount edges { node { ${ITEM_FIELDS} } }
  }
}`;

export const ADD_RUN = `mutation ($run: RunInput!) {
  added: createRun(input: { run: $run }) { one: run { ${RUN_FIELDS} } }
}`;
