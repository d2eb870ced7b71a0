using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Tests.Generators;
using MessageLB.Frames;
using Xunit;

namespace MessageLB.Core.Tests.Frames;

/// <summary>Random commands against a model that keeps a list of all messages for ever, and looks through it each time.</summary>
public sealed class FrameBookModelTests
{
    private const int Most = 40;

    private static readonly Gen<Command> AnyCommand = Gen.Frequency(
        (3, Gen.Constant(new Command(Kind.BeginOne, 0, FrameEnding.None))),
        (2, Gen.Choose(1, 70).Select(n => new Command(Kind.BeginFrame, n, FrameEnding.None))),
        (8, from back in Gen.Choose(0, 150) from ending in Gen.Elements(FrameEnding.Ack, FrameEnding.Ack, FrameEnding.Reject, FrameEnding.Return) select new Command(Kind.End, back, ending)),
        (1, Gen.Choose(0, 150).Select(n => new Command(Kind.AckUpTo, n, FrameEnding.Ack))));

    private enum Kind
    {
        BeginOne,
        BeginFrame,
        End,
        AckUpTo,
    }

    [Fact]
    public void Book_AnyCommands_AgreesWithTheModel() => RandomCommands.Check(AnyCommand, commands =>
    {
        var (book, model, outer) = (new FrameBook(Most), new Model(), 0UL);
        foreach (var (kind, number, ending) in commands)
        {
            // Tags before the first and beyond the last are among them.
            var tag = (ulong)Math.Max(0, model.Count + 2 - number);
            var steps = new List<FrameStep>();
            switch (kind)
            {
                case Kind.BeginOne:
                    Assert.Equal(model.Begin(++outer, 1), book.Begin(outer));
                    break;
                case Kind.BeginFrame:
                    Assert.Equal(model.Begin(++outer, number), book.Begin(outer, number));
                    break;
                case Kind.End:
                    Assert.Equal(model.End(tag, ending), book.End(tag, ending));
                    break;
                default:
                    book.AckUpTo(tag, steps);
                    Assert.Equal(Enumerable.Range(1, (int)tag).Select(t => model.End((ulong)t, FrameEnding.Ack)).Where(s => s != default), steps);
                    break;
            }

            foreach (var looked in (ulong[])[model.Oldest, model.Oldest + Most - 1, model.Oldest + Most, (ulong)model.Count])
            {
                if (looked >= model.Oldest) Assert.Equal(looked - model.Oldest < Most, book.RoomForAsync(looked).IsCompleted);
            }
        }
    });

    private readonly record struct Command(Kind Kind, int Number, FrameEnding Ending);

    private sealed class Model
    {
        private readonly List<(ulong Outer, FrameEnding Ending)> _messages = [];

        public int Count => _messages.Count;

        public ulong Oldest => (ulong)(_messages.FindIndex(m => m.Ending == FrameEnding.None) is var index and >= 0 ? index + 1 : _messages.Count + 1);

        public ulong Begin(ulong outer, int count)
        {
            for (var i = 0; i < count; i++) _messages.Add((outer, FrameEnding.None));
            return (ulong)(_messages.Count - count + 1);
        }

        public FrameStep End(ulong tag, FrameEnding ending)
        {
            if (tag < 1 || tag > (ulong)_messages.Count || _messages[(int)tag - 1].Ending != FrameEnding.None) return default;
            var outer = _messages[(int)tag - 1].Outer;
            _messages[(int)tag - 1] = (outer, ending);
            var endings = _messages.Where(m => m.Outer == outer).Select(m => m.Ending).ToList();
            return endings.Contains(FrameEnding.None) ? default
                : new FrameStep(outer, endings.Contains(FrameEnding.Return) ? FrameEnding.Return : endings.Contains(FrameEnding.Reject) ? FrameEnding.Reject : FrameEnding.Ack);
        }
    }
}
