package templates

// adminTypes are the page types of the area, each checked against its template.
var adminTypes = []Page{AdminHome{}, AdminNew{}, AdminEdition{}, AdminMembers{}, AdminRules{}, AdminReason{}, AdminWork{}, AdminDoctor{}}
