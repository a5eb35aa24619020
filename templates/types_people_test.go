package templates

// peopleTypes are the page types of the area, each checked against its template.
var peopleTypes = []Page{Login{}, Setup{}, Invitation{}, Account{}, PeopleResume{}, PeopleSlips{},
	PeopleSlip{}, PeopleList{}, PeoplePerson{}, PeopleNew{}, PeopleOffice{}}
