package templates

// deskTypes are the page types of the area, each checked against its template.
var deskTypes = []Page{
	DeskHome{}, DeskQueue{}, DeskBulk{}, DeskDossier{}, DeskVerdict{}, DeskEdit{}, DeskImport{}, DeskImportPreview{},
	DeskReminders{}, DeskReminder{}, DeskPaper{}, DeskPaperSheet{}, DeskPaperCompare{},
}
