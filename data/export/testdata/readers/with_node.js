// Prints what a reader for JavaScript reads in a workbook: sheetjs, exceljs or exceljs-stream, then the file.
// NODE_PATH says where the packages are.
const [, , reader, file] = process.argv;

const say = (version, sheets) => console.log(JSON.stringify({ version, sheets }));

async function exceljs(stream) {
  const excel = require('exceljs');
  const { version } = require('exceljs/package.json');
  const sheets = [];
  const rowOf = (row) => Array.from({ length: row.cellCount }, (_, i) => row.getCell(i + 1).text);
  if (stream) {
    const book = new excel.stream.xlsx.WorkbookReader(file, { sharedStrings: 'cache', worksheets: 'emit', styles: 'cache' });
    for await (const sheet of book) {
      const rows = [];
      for await (const row of sheet) rows.push(rowOf(row));
      sheets.push({ name: sheet.name || '', rows });
    }
  } else {
    const book = new excel.Workbook();
    await book.xlsx.readFile(file);
    for (const sheet of book.worksheets) {
      const rows = [];
      sheet.eachRow((row) => rows.push(rowOf(row)));
      sheets.push({ name: sheet.name, rows });
    }
  }
  say(version, sheets);
}

function sheetjs() {
  const xlsx = require('xlsx');
  const book = xlsx.readFile(file);
  say(xlsx.version, book.SheetNames.map((name) => ({
    name,
    range: book.Sheets[name]['!ref'],
    rows: xlsx.utils.sheet_to_json(book.Sheets[name], { header: 1, defval: '' }),
    kinds: [...new Set(Object.entries(book.Sheets[name]).filter(([at]) => at[0] !== '!').map(([, cell]) => cell.t))].sort(),
  })));
}

if (reader === 'sheetjs') sheetjs();
else exceljs(reader === 'exceljs-stream').catch((err) => { console.error(err); process.exit(1); });
