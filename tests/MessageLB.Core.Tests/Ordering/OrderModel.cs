using MessageLB.Core.Groups;
using MessageLB.Core.Ordering;
using MessageLB.Core.Tests.Routing;

namespace MessageLB.Core.Tests.Ordering;

/// <summary>
/// A dispatcher of the simplest kind with a book, a broker and workers that may work on any message in hand that is the first of its slot
/// there. Every message is a key and a number, and a key's numbers must be done in ascending order; again only what was done before.
/// </summary>
internal sealed class OrderModel
{
    private const int Keys = 6;
    private const int Slots = 4;

    private readonly OrderModelWorker[] _workers = [.. Enumerable.Range(0, 4).Select(i => new OrderModelWorker(i))];
    private readonly List<OrderMessage> _ingress = [];
    private readonly List<OrderHandOver> _flying = [];
    private readonly List<(int Worker, OrderMessage Message)> _reports = [];
    private readonly int[] _arrived = new int[Keys];
    private readonly int[] _done = new int[Keys];
    private readonly OrderBook _book = new(Slots);
    private GroupSnapshot _group;
    private int _learning;

    public OrderModel()
    {
        _group = Snapshot();
        _book.HeardEveryone(_learning = _book.BeginLearning([]));
    }

    public int Arrived => _arrived.Sum();

    public int Done => _done.Sum();

    /// <summary>What came out of order first; null if nothing did.</summary>
    public string? Fault { get; private set; }

    public void Do(OrderStep step, int which)
    {
        var worker = _workers[which % _workers.Length];
        switch (step)
        {
            case OrderStep.Arrive:
                var key = which % Keys;
                _ingress.Add(new OrderMessage(key, _arrived[key]++, key % Slots));
                break;
            case OrderStep.Send:
                Send(which);
                break;
            case OrderStep.Accept:
                if (Pick(_flying, which) is { IsAccepted: false } accepted) Accept(accepted);
                break;
            case OrderStep.Confirm:
                if (Pick(_flying, which) is { IsAccepted: true } confirmed) Confirm(confirmed);
                break;
            case OrderStep.Refuse:
                if (Pick(_flying, which) is { IsAccepted: false } refused) Refuse(refused);
                break;
            case OrderStep.Work:
                if (worker.Work(which / _workers.Length) is { } finished) Finish(worker, finished);
                break;
            case OrderStep.Report:
                if (_reports.Count > 0) Report(which % _reports.Count);
                break;
            case OrderStep.LoseReport:
                if (_reports.Count > 0) _reports.RemoveAt(which % _reports.Count);
                break;
            case OrderStep.Heartbeat:
                worker.State.Credit.Return(worker.TakeUnreported());
                break;
            case OrderStep.Drain:
                worker.IsDraining = !worker.IsDraining;
                _group = Snapshot();
                break;
            case OrderStep.Kill:
                worker.Kill();
                _group = Snapshot();
                break;
            case OrderStep.LookAtLost:
                if (worker is { IsAlive: false, InHand.Count: 0 }) (worker.IsTakenFrom, worker.IsSeen) = (true, _book.BeginTakingBack(worker.State.Name));
                break;
            case OrderStep.TakeBack:
                TakeBack(worker);
                break;
            case OrderStep.Revive:
                worker.Revive();
                _group = Snapshot();
                break;
            case OrderStep.TakeOver:
                TakeOver();
                break;
            default:
                if (worker.IsIdle) _book.Learned(worker.State.Name, _learning);
                break;
        }
    }

    /// <summary>Lets everything go on until nothing is left to do, with workers that are there and a broker that takes everything.</summary>
    public void Settle()
    {
        for (var round = 0; round < 2000 && Done < Arrived && Fault is null; round++)
        {
            foreach (var worker in _workers)
            {
                worker.IsDraining = false;
                var which = worker.State.Slot;
                foreach (var step in new[] { OrderStep.LookAtLost, OrderStep.TakeBack, OrderStep.Work, OrderStep.Heartbeat, OrderStep.SeeIdle }) Do(step, which);
                if (worker.WasTakenBack) Do(OrderStep.Revive, which);
            }

            _group = Snapshot();
            foreach (var step in new[] { OrderStep.Send, OrderStep.Accept, OrderStep.Confirm, OrderStep.Report }) Do(step, round);
        }
    }

    private static T? Pick<T>(List<T> list, int which)
        where T : class => list.Count == 0 ? null : list[which % list.Count];

    private GroupSnapshot Snapshot() => Fleet.Snapshot(_workers.Where(w => w is { IsAlive: true, IsDraining: false }).Select(w => w.State));

    private void Send(int which)
    {
        var from = Pick([.. _workers.Where(w => w.InHand.Count > 0)], which);
        if (from is not null && TrySend(from.InHand, from)) return;
        TrySend(_ingress, from: null);
    }

    // The first of each slot, whichever may go.
    private bool TrySend(List<OrderMessage> waiting, OrderModelWorker? from)
    {
        var seen = new HashSet<int>();
        foreach (var message in waiting)
        {
            if (!seen.Add(message.Slot)) continue;
            if (_book.Next(message.Slot, _group, from?.State.Name) is not { } to) continue;
            if (!to.Credit.TryTake())
            {
                _book.NotTaken(message.Slot);
                continue;
            }

            _book.HandOver(message.Slot, message.Id, 1);
            waiting.Remove(message);
            _flying.Add(new OrderHandOver(message, _workers[to.Slot], from));
            return true;
        }

        return false;
    }

    private static void Accept(OrderHandOver handOver)
    {
        handOver.IsAccepted = true;
        handOver.To.Queue.Add(handOver.Message);
    }

    private void Confirm(OrderHandOver handOver)
    {
        _flying.Remove(handOver);
        _book.Confirmed(handOver.Message.Slot);
        if (handOver.From is { } from) _book.Decided(handOver.Message.Slot, from.State.Name);
    }

    private void Refuse(OrderHandOver handOver)
    {
        _flying.Remove(handOver);
        handOver.To.State.Credit.Return(1);
        _book.NotTaken(handOver.Message.Slot);
        // Before all others of its slot.
        (handOver.From?.InHand ?? _ingress).Insert(0, handOver.Message);
    }

    private void Finish(OrderModelWorker worker, OrderMessage message)
    {
        if (message.Number > _done[message.Key]) Fault ??= $"key {message.Key}: number {message.Number} is done after {_done[message.Key] - 1}";
        if (message.Number == _done[message.Key]) _done[message.Key]++;
        _reports.Add((worker.State.Slot, message));
    }

    private void Report(int at)
    {
        var (worker, message) = _reports[at];
        _reports.RemoveAt(at);
        _book.Completed(_workers[worker].State.Name, message.Id, 1);
    }

    private void TakeBack(OrderModelWorker worker)
    {
        if (!worker.IsTakenFrom) return;
        worker.IsTakenFrom = false;
        if (worker.IsAlive || !worker.IsSeen)
        {
            _book.NotTakenBack(worker.State.Name);
            return;
        }

        _book.TakenBack(worker.State.Name, worker.Queue.Select(m => m.Slot));
        worker.Take();
    }

    // What is unsettled is with the broker again, each where it was and in its order; what the broker has taken is there twice.
    private void TakeOver()
    {
        // Of a worker that came back during its rescue, the rescued messages would be at work there while others of their key are elsewhere.
        if (_workers.Any(w => w.IsAlive && (w.InHand.Count > 0 || _flying.Any(f => f.From == w)))) return;
        foreach (var worker in _workers)
        {
            worker.IsTakenFrom = false;
            worker.GiveBack([.. _flying.Where(f => f.From == worker).Select(f => f.Message), .. worker.InHand]);
            worker.InHand.Clear();
            // Its books are set by a look at the queue.
            worker.Count();
        }

        _ingress.InsertRange(0, _flying.Where(f => f.From is null).Select(f => f.Message));
        _flying.Clear();
        _reports.Clear();
        _book.Reset();
        _book.HeardEveryone(_learning = _book.BeginLearning(_workers.Select(w => w.State.Name)));
        _group = Snapshot();
    }
}
