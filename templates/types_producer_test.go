package templates

// producerTypes are the page types of the area, each checked against its template.
var producerTypes = []Page{
	ProducerList{}, ProducerStart{}, ProducerTasks{}, ProducerFiled{}, ProducerQuestion{}, ProducerDocuments{},
	ProducerRemove{}, ProducerCheck{}, ProducerSubmit{}, ProducerDone{}, ProducerWithdraw{},
}
