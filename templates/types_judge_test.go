package templates

// judgeTypes are the page types of the area, each checked against its template.
var judgeTypes = []Page{
	JudgeHome{}, JudgeDeclaration{}, JudgeSheets{}, JudgeSheet{}, JudgeCheck{}, JudgeRecuse{}, JudgeQuestion{}, JudgeConflict{}, JudgeReceipt{},
	JudgePhotoPage{}, JudgeAway{}, JudgeVisits{}, JudgeVisitForm{}, JudgeVisit{},
	JudgeCalibration{}, JudgeCalibrationForm{}, JudgeCalibrationSheet{}, JudgePass{}, JudgeReopen{}, JudgeSlips{}, JudgeSlip{},
}
