"""Prints what LibreOffice reads in a workbook, and saves it as xlsx and csv: FILE PASSWORD SAVED.xlsx SAVED.csv"""
import json
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def value(name, what):
    p = PropertyValue()
    p.Name, p.Value = name, what
    return p


def url(path):
    return uno.systemPathToFileUrl(os.path.abspath(path))


def main(path, password, xlsx, csv):
    home = tempfile.mkdtemp()
    pipe = "matchbooth%d" % os.getpid()
    office = subprocess.Popen([
        "soffice", "--headless", "--norestore", "--nologo", "-env:UserInstallation=" + url(home), "--accept=pipe,name=%s;urp;" % pipe,
    ], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.time() + 90
        while True:
            try:
                context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
                break
            except NoConnectException:
                if time.time() > end or office.poll() is not None:
                    raise
                time.sleep(0.2)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        options = [value("Hidden", True)]
        if password:
            options.append(value("Password", password))
        book = desktop.loadComponentFromURL(url(path), "_blank", 0, tuple(options))
        if book is None:
            sys.exit("it does not open")
        sheets = []
        for s in book.Sheets:
            cursor = s.createCursor()
            cursor.gotoEndOfUsedArea(False)
            last = cursor.RangeAddress
            rows = s.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow).getDataArray()
            kinds = {"TEXT" if isinstance(v, str) else "VALUE" for row in rows for v in row if v != ""}
            sheets.append({"name": s.Name, "rows": rows, "kinds": sorted(kinds)})
        book.storeToURL(url(xlsx), (value("FilterName", "Calc MS Excel 2007 XML"),))
        # Comma, quotes round every text, UTF-8, from the first line.
        book.storeToURL(url(csv), (value("FilterName", "Text - txt - csv (StarCalc)"), value("FilterOptions", "44,34,76,1,,0,true")))
        book.close(True)
        conf = context.ServiceManager.createInstanceWithContext("com.sun.star.configuration.ConfigurationProvider", context)
        about = conf.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (value("nodepath", "/org.openoffice.Setup/Product"),))
        print(json.dumps({"version": about.getByName("ooSetupVersionAboutBox"), "sheets": sheets}))
        try:
            desktop.terminate()
        except Exception:  # it is gone before it has answered
            pass
    finally:
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()


main(*sys.argv[1:])
