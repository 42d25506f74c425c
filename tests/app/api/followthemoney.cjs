// The published JavaScript model reads what a server answers, as a browser client of the OpenSanctions API does.
//
//   NODE_PATH=FOLDER/node_modules node followthemoney.cjs ADDRESS KEY NAME
//
// Prints one JSON object: for each result of POST /match its id, schema, caption and countries as the model
// reads them, and which of its properties the model does not have.
const { Model, defaultModel } = require("@alephdata/followthemoney");

async function main(address, key, name) {
  const model = new Model(defaultModel);
  const headers = { "Content-Type": "application/json", Authorization: `ApiKey ${key}` };
  const body = JSON.stringify({ queries: { q: { schema: "Company", properties: { name: [name] } } } });
  const reply = await fetch(`${address}/match/default`, { method: "POST", headers, body });
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  const { results } = (await reply.json()).responses.q;
  const read = [];
  for (const found of results) {
    const single = await (await fetch(`${address}/entities/${encodeURIComponent(found.id)}`, { headers })).json();
    const entity = model.getEntity(single);
    read.push({
      id: entity.id,
      schema: entity.schema.name,
      caption: entity.getCaption(),
      countries: entity.getTypeValues(model.getType("country")),
      unknown: Object.keys(single.properties).filter((one) => !entity.schema.hasProperty(one)),
    });
  }
  console.log(JSON.stringify(read));
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
