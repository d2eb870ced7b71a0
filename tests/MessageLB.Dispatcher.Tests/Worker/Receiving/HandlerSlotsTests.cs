using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using MessageLB.Worker.Commands;
using MessageLB.Worker.Duplicates;
using MessageLB.Worker.Fencing;
using MessageLB.Worker.Receiving;
using MessageLB.Worker.Results;
using MessageLB.Worker.Serving;
using MessageLB.Worker.Settling;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Receiving;

public sealed class HandlerSlotsTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly WorkerSettings _settings = WorkerSettings.From(new WorkerOptions { Group = "orders", Name = "a" });
    private readonly GatedHandler _handler = new();
    private readonly ServiceState _service = new(concurrency: 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queue_ItemOfAnEndedSession_IsForgottenWithoutAHandler()
    {
        var (slots, books) = NewSlots();
        var item = await NewItemAsync(books, ended: true);
        slots.Start();

        await slots.OfferAsync(item);
        await slots.CompleteAsync().OrFailAsync("the end of the slots", Token);

        Assert.Empty(_handler.Calls.Items);
        Assert.Equal((0, 1L), (books.InFlight, books.Read(true, 1).Unsettled));
    }

    [Fact]
    public async Task Queue_ItemWhileOutOfService_IsSentBackWithoutAHandler()
    {
        var (slots, books) = NewSlots();
        var item = await NewItemAsync(books, ended: false);
        await slots.OfferAsync(item);
        _service.TrySet(WorkerIntent.Drain);

        slots.Start();
        await slots.CompleteAsync().OrFailAsync("the end of the slots", Token);

        Assert.Empty(_handler.Calls.Items);
        Assert.Equal((0, 1L), (books.InFlight, books.Read(true, 1).Returned));
    }

    private (HandlerSlots Slots, WorkerBooks Books) NewSlots()
    {
        var logs = new LogRecorder();
        var books = new WorkerBooks(_settings, _service, _time, new Random(1));
        var window = new DropWindow(_settings.DropWindow, _settings.DropWindowTime, _time);
        var flow = new ItemFlow(_settings, new Settler(_settings, _time, logs), books, _service, window, new SharedMemory(null, _settings, _time, logs), _time, logs);
        return (new HandlerSlots(_settings, _handler, flow, books, _time, logs), books);
    }

    private async Task<WorkItem> NewItemAsync(WorkerBooks books, bool ended)
    {
        var transport = new FakeSession(new FakeTransport());
        var attendance = new Attendance(_time, _ => { });
        var publisher = await ConfirmingPublisher.CreateAsync(transport, Token);
        var results = new ResultReporter(_settings, publisher, new LogRecorder(), transport.Ended);
        var reception = new Reception(new WorkerSession(transport, publisher, results, "q", attendance, _time));
        await reception.StartAsync(new ReceiveOptions { Queue = "q", Prefetch = 1 }, new RecordingDeliveryHandler(), Token);
        if (ended) transport.End("cable cut");
        var item = WorkItem.Copy(new Delivery(1, string.Empty, "q", false, new MessageProperties(), ReadOnlyMemory<byte>.Empty), reception, _settings.Worker, 0);
        books.Received(item);
        return item;
    }
}
